import type { Scope } from '#access';

type Placeholder = (value: unknown) => string;

/** Conditions joined by `and`, each value a parameter. */
export class Conditions {
  readonly values: unknown[] = [];
  private readonly parts: string[] = [];

  add(condition: (value: Placeholder) => string): void {
    this.parts.push(condition((value) => `$${this.values.push(value)}`));
  }

  /** Only rows of the register that somebody may see. */
  within(scope: Scope): void {
    if (scope.is === 'filed-by') this.add((value) => `submitted_by = ${value(scope.account)}`);
    if (scope.is === 'involving') this.add((value) => `agencies && ${value(scope.agencies)}::text[]`);
  }

  get text(): string {
    return this.parts.length === 0 ? '' : `where ${this.parts.join(' and ')}`;
  }
}
