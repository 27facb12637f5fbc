/*
 * Reference values of scalar functions and their derivatives, in 113-bit arithmetic (libquadmath), rounded
 * once to double. It shares no formula's code with the library: textbook definitions, in forms that do not
 * cancel, with constants as exact decimals.
 *
 *   gcc -O2 -o truth truth.c -lquadmath -lm
 *   ./truth                    lists the functions
 *   ./truth NAME < x > y       float32 inputs; for each, two doubles: f(x) and f'(x)
 *
 * NaN gives NaN. At +-inf stand the limits. At kinks f' is PyTorch's: relu'(0) = 0, clip edges 0.
 */
#include <math.h>
#include <quadmath.h>
#include <stdio.h>
#include <string.h>

typedef __float128 Q;
typedef struct {
  Q f, d;
} R;

#define DEFINE(name, value, slope) \
  static R name##_(Q x) { return (R){(value), (slope)}; }

static Q expo(Q x) { return x > 11500 ? HUGE_VALQ : x < -11500 ? 0 : expq(x); }
static Q expo1(Q x) { return x > 11300 ? HUGE_VALQ : x < -11000 ? -1 : expm1q(x); }
static Q logistic(Q x) { return x < 0 ? expo(x) / (1 + expo(x)) : 1 / (1 + expo(-x)); }
static Q logOnePlusExp(Q x) { return fmaxq(x, 0) + log1pq(expo(-fabsq(x))); }
static Q hyperbolic(Q x) { return fabsq(x) > 5000 ? copysignq(1, x) : tanhq(x); }
static Q sech2(Q x) { return 4 * logistic(2 * x) * logistic(-2 * x); }
static Q density(Q x) { return expo(-x * x / 2) / sqrtq(2 * M_PIq); }
static Q distribution(Q x) { return x < -150 ? 0 : x > 150 ? 1 : erfcq(-x / M_SQRT2q) / 2; }
static Q bell(Q x) { return expo(-x * x); }
static Q product(Q a, Q g) { return g == 0 ? 0 : a * g; }
static Q clamp(Q x, Q low, Q high) { return fminq(fmaxq(x, low), high); }
static Q within(Q x, Q low, Q high) { return x > low && x < high ? 1 : 0; }

static const Q ALPHA = 1.6732632423543772848170429916717Q, SCALE = 1.0507009873554804934193349852946Q;
static const Q TWO_OVER_SQRT_PI = M_2_SQRTPIq;

DEFINE(exp, expo(x), expo(x))
DEFINE(expm1, expo1(x), expo(x))
DEFINE(log, x < 0 ? nanq("") : x > 1e300Q ? HUGE_VALQ : logq(x), 1 / x)
DEFINE(log1p, x < -1 ? nanq("") : x > 1e300Q ? HUGE_VALQ : log1pq(x), 1 / (1 + x))
DEFINE(erf, fabsq(x) > 150 ? copysignq(1, x) : erfq(x), TWO_OVER_SQRT_PI * bell(x))
DEFINE(erfc, x > 150 ? 0 : x < -150 ? 2 : erfcq(x), -TWO_OVER_SQRT_PI * bell(x))
DEFINE(gaussian, bell(x), -2 * product(x, bell(x)))
DEFINE(normalPdf, density(x), -product(x, density(x)))
DEFINE(normalCdf, distribution(x), density(x))
DEFINE(linear, x, 1)
DEFINE(relu, fmaxq(x, 0), x > 0)
DEFINE(relu6, clamp(x, 0, 6), within(x, 0, 6))
DEFINE(relu2, x > 0 ? x * x : 0, x > 0 ? 2 * x : 0)
DEFINE(leakyRelu, x > 0 ? x : 0.01Q * x, x > 0 ? 1 : 0.01Q)
DEFINE(prelu, x > 0 ? x : x / 4, x > 0 ? 1 : 0.25Q)
DEFINE(elu, x > 0 ? x : expo1(x), x > 0 ? 1 : expo(x))
DEFINE(selu, SCALE * (x > 0 ? x : ALPHA * expo1(x)), SCALE * (x > 0 ? 1 : ALPHA * expo(x)))
DEFINE(sigmoid, logistic(x), logistic(x) * logistic(-x))
DEFINE(logSigmoid, -logOnePlusExp(-x), logistic(-x))
DEFINE(hardSigmoid, clamp(x / 6 + 0.5Q, 0, 1), within(x, -3, 3) / 6)
DEFINE(tanh, hyperbolic(x), sech2(x))
DEFINE(hardTanh, clamp(x, -1, 1), within(x, -1, 1))
DEFINE(softsign, x / (1 + fabsq(x)), 1 / ((1 + fabsq(x)) * (1 + fabsq(x))))
DEFINE(softplus, logOnePlusExp(x), logistic(x))
DEFINE(silu, product(x, logistic(x)), logistic(x) * (1 + product(x, logistic(-x))))
DEFINE(hardSilu, x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6, x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6)
DEFINE(gelu, product(x, distribution(x)), distribution(x) + product(x, density(x)))

static R geluTanh_(Q x) {
  Q k = 2 * sqrtq(2 / M_PIq), a = 0.044715Q;
  Q u = k * (x + a * x * x * x), slope = k * (1 + 3 * a * x * x);
  return (R){product(x, logistic(u)), logistic(u) + product(x * slope, logistic(u) * logistic(-u))};
}

/* tanh(log q) with q = 1 + e^x, written in e^-|x| on either side. */
static R mish_(Q x) {
  Q e = expo(-fabsq(x));
  Q n = x < 0 ? e * (e + 2) : 1 + 2 * e, d = x < 0 ? n + 2 : n + 2 * e * e;
  Q slope = 4 * (1 + e) * (x < 0 ? e : e * e) / (d * d);
  return (R){product(x, n / d), n / d + product(x, slope)};
}

static R squareplus_(Q x) {
  Q r = sqrtq(x * x + 4);
  return x < 0 ? (R){2 / (r - x), 2 / (r * (r - x))} : (R){(x + r) / 2, (1 + x / r) / 2};
}

#define ROW(name) {#name, name##_}
static const struct {
  const char *name;
  R (*function)(Q);
} FUNCTIONS[] = {
  ROW(exp), ROW(expm1), ROW(log), ROW(log1p), ROW(erf), ROW(erfc), ROW(gaussian), ROW(normalPdf), ROW(normalCdf),
  ROW(linear), ROW(relu), ROW(relu6), ROW(relu2), ROW(leakyRelu), ROW(prelu), ROW(elu), {"celu", elu_}, ROW(selu),
  ROW(sigmoid), ROW(logSigmoid), ROW(hardSigmoid), ROW(tanh), ROW(hardTanh), ROW(softsign), ROW(softplus),
  ROW(squareplus), ROW(silu), ROW(hardSilu), ROW(gelu), ROW(geluTanh), ROW(mish),
};
enum { COUNT = sizeof FUNCTIONS / sizeof *FUNCTIONS };

/* An infinity stands for its limit: a number so large that every function has reached it, within 113 bits. */
static Q exact(float x) { return isinf(x) ? copysignq(0x1p4000Q, x) : (Q)x; }

int main(int argc, char **argv) {
  for (int i = 0; i < COUNT; i++) {
    if (argc < 2) puts(FUNCTIONS[i].name);
    if (argc < 2 || strcmp(argv[1], FUNCTIONS[i].name)) continue;
    float x;
    while (fread(&x, sizeof x, 1, stdin) == 1) {
      R r = FUNCTIONS[i].function(exact(x));
      double out[2] = {isnan(x) ? NAN : (double)r.f, isnan(x) ? NAN : (double)r.d};
      fwrite(out, sizeof out, 1, stdout);
    }
    return 0;
  }
  return argc < 2 ? 0 : 2;
}
