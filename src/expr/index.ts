export { exact } from './approx/exact.ts'
export { expandForFloat32 } from './approx/expand.ts'
export { polynomial } from './approx/polynomial.ts'
export { isWide } from './approx/width.ts'
export { boundOf } from './bound.ts'
export { costOf } from './cost.ts'
export { derive } from './derive.ts'
export { evaluate, evaluateAll, evaluatorOf } from './evaluate.ts'
export {
  apply,
  type CorePrimitive,
  constant,
  type Expr,
  type Operand,
  type Operation,
  type Primitive,
  select,
  type Transcendental,
  toExpr,
  variable,
  X,
} from './expr.ts'
export * from './functions.ts'
export { type Formula, type ParseOptions, parseExpression, parseFormula } from './parse/parse.ts'
export { stabilise } from './parse/stable.ts'
export { formulaHelp } from './parse/vocabulary.ts'
export { PRIMITIVES } from './primitives.ts'
export { CODE_TARGETS, type CodeOptions, type CodeTarget, toCode } from './print/code/code.ts'
export { toTex } from './print/tex.ts'
export { toText } from './print/text.ts'
export type { PrimitiveRow } from './row.ts'
export { simplify } from './simplify.ts'
export { descend, descendUsual, rewrite, substitute, variablesOf } from './substitute.ts'
