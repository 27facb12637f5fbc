/** JAX: functions of arrays, differentiated by `jax.grad`. */

import { pythonTarget } from './python.ts'
import { ATOM, CHOICE, call, form, POWER, PRODUCT, SUM, type Target } from './target.ts'

export const JAX: Target = pythonTarget({
  imports: [
    { line: 'import jax', when: /\bjax\./ },
    { line: 'import jax.numpy as jnp', when: /jnp\./ },
  ],
  where: 'jnp.where',
  relu: 'jax.nn.relu',
  rows: {
    // Whose slope at 0 is 0; that of jnp.abs is 1.
    abs: form('{0} * jnp.sign({0})', PRODUCT, POWER),
    sqrt: call('jnp.sqrt'),
    floor: call('jnp.floor'),
    nearest: call('jnp.round'),
    pow2: call('jnp.exp2'),
    exponent: form('jnp.frexp({0})[1] - 1.0', SUM, CHOICE),
    mantissa: form('2.0 * jnp.abs(jnp.frexp({0})[0])', PRODUCT, CHOICE),
    exp: call('jnp.exp'),
    expm1: call('jnp.expm1'),
    log: call('jnp.log'),
    log1p: call('jnp.log1p'),
    tanh: call('jnp.tanh'),
    sigmoid: call('jax.nn.sigmoid'),
    softplus: call('jax.nn.softplus'),
    softsign: call('jax.nn.soft_sign'),
    erf: call('jax.scipy.special.erf'),
    erfc: call('jax.scipy.special.erfc'),
    gaussian: form('jnp.exp(-{0}**2)', ATOM, ATOM),
    normalPdf: form('0.3989422804014327 * jnp.exp(-0.5 * {0}**2)', PRODUCT, ATOM),
    normalCdf: call('jax.scipy.special.ndtr'),
    sin: call('jnp.sin'),
    cos: call('jnp.cos'),
    atan: call('jnp.arctan'),
  },
})
