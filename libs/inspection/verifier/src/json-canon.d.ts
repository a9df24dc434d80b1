declare module 'json-canon' {
  /** Canonical JSON (RFC 8785). @throws for what has no canonical form */
  const canonicalize: (value: unknown) => string;
  export = canonicalize;
}
