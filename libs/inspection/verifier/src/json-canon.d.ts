declare module 'json-canon' {
  /** Canonical JSON (RFC 8785). @throws for numbers that are not finite and for lone surrogates */
  const canonicalize: (value: unknown) => string;
  export = canonicalize;
}
