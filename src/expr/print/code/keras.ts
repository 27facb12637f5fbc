/** Keras 3: functions of tensors of whichever backend is in use. */

import { pythonTarget } from './python.ts'
import { ATOM, CHOICE, call, form, POWER, PRODUCT, type Target, UNARY } from './target.ts'

export const KERAS: Target = pythonTarget({
  imports: [{ line: 'from keras import ops', when: /\bops\./ }],
  where: 'ops.where',
  relu: 'ops.relu',
  rows: {
    // Whose slope at 0 is 0; that of ops.abs is 1.
    abs: form('{0} * ops.sign({0})', PRODUCT, POWER),
    sqrt: call('ops.sqrt'),
    floor: call('ops.floor'),
    nearest: call('ops.round'),
    pow2: call('ops.exp2'),
    exponent: form('ops.floor(ops.log2(ops.abs({0})))', ATOM, CHOICE),
    mantissa: form('ops.abs({0}) / ops.exp2(ops.floor(ops.log2(ops.abs({0}))))', PRODUCT, CHOICE),
    exp: call('ops.exp'),
    expm1: call('ops.expm1'),
    log: call('ops.log'),
    log1p: call('ops.log1p'),
    tanh: call('ops.tanh'),
    sigmoid: call('ops.sigmoid'),
    softplus: call('ops.softplus'),
    softsign: call('ops.softsign'),
    erf: call('ops.erf'),
    erfc: call('ops.erfc'),
    gaussian: form('ops.exp(-{0}**2)', ATOM, ATOM),
    normalPdf: form('0.3989422804014327 * ops.exp(-0.5 * {0}**2)', PRODUCT, ATOM),
    normalCdf: form('0.5 * ops.erfc(-0.7071067811865476 * {0})', PRODUCT, UNARY),
    sin: call('ops.sin'),
    cos: call('ops.cos'),
    atan: call('ops.arctan'),
  },
})
