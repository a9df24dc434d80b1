import ts from 'typescript';
import { sources, type Source } from './sources.js';

/** Hands back what it was given, or no change (null): the event does not move this read model. */
function movesNothing(statement: ts.Statement, row: string | undefined): boolean {
  if (!ts.isReturnStatement(statement) || statement.expression === undefined) return false;
  const { expression } = statement;
  return expression.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(expression) && expression.text === row);
}

/** The event types that a fold reacts to: cases that do more than hand back their first argument or null. */
export function countedBy({ path, text }: Source): ReadonlySet<string> {
  const counted = new Set<string>();
  const visit = (node: ts.Node, row: string | undefined): void => {
    if (ts.isFunctionLike(node)) row = node.parameters[0]?.name.getText() ?? row;
    if (ts.isSwitchStatement(node)) {
      let waiting: string[] = [];
      for (const clause of node.caseBlock.clauses) {
        if (ts.isCaseClause(clause) && ts.isStringLiteral(clause.expression)) waiting.push(clause.expression.text);
        const [only] = clause.statements;
        if (only === undefined) continue;
        if (clause.statements.length > 1 || !movesNothing(only, row)) waiting.forEach((type) => counted.add(type));
        waiting = [];
      }
    }
    ts.forEachChild(node, (child) => visit(child, row));
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true), undefined);
  return counted;
}

/** Event type → the read models that count it, named by their folds. */
export function readModels(): ReadonlyMap<string, readonly string[]> {
  const models = new Map<string, string[]>();
  for (const fold of sources('libs/reports', (path) => path.endsWith('.fold.ts'))) {
    const name = fold.path.replace(/^.*\//, '').replace('.fold.ts', '');
    for (const type of countedBy(fold)) models.set(type, [...(models.get(type) ?? []), name]);
  }
  return models;
}
