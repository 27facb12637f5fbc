/** PyTorch: functions of tensors, differentiated by autograd. */

import { pythonTarget } from './python.ts'
import { ATOM, CHOICE, call, form, PRODUCT, SUM, type Target, UNARY } from './target.ts'

export const PYTORCH: Target = pythonTarget({
  imports: [
    { line: 'import torch', when: /torch\./ },
    { line: 'import torch.nn.functional as F', when: /\bF\./ },
  ],
  where: 'torch.where',
  relu: 'torch.relu',
  array: (parameter) => `torch.as_tensor(${parameter}, dtype=x.dtype)`,
  rows: {
    abs: call('torch.abs'),
    sqrt: call('torch.sqrt'),
    floor: call('torch.floor'),
    nearest: call('torch.round'),
    pow2: call('torch.exp2'),
    exponent: form('torch.frexp({0}).exponent - 1.0', SUM, CHOICE),
    mantissa: form('2.0 * torch.abs(torch.frexp({0}).mantissa)', PRODUCT, CHOICE),
    exp: call('torch.exp'),
    expm1: call('torch.expm1'),
    log: call('torch.log'),
    log1p: call('torch.log1p'),
    tanh: call('torch.tanh'),
    sigmoid: call('torch.sigmoid'),
    // Its default threshold of 20 is too low for float64.
    softplus: form('F.softplus({0}, threshold=40)', ATOM, CHOICE),
    softsign: call('F.softsign'),
    erf: call('torch.erf'),
    erfc: call('torch.erfc'),
    gaussian: form('torch.exp(-{0}**2)', ATOM, ATOM),
    normalPdf: form('0.3989422804014327 * torch.exp(-0.5 * {0}**2)', PRODUCT, ATOM),
    // torch.special.ndtr loses the lower tail in some versions.
    normalCdf: form('0.5 * torch.erfc(-0.7071067811865476 * {0})', PRODUCT, UNARY),
    sin: call('torch.sin'),
    cos: call('torch.cos'),
    atan: call('torch.atan'),
  },
})
