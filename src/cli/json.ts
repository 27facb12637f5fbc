/** Records as JSON, which has no number for what is not finite: those are texts. */

export function formatJson(record: unknown): string {
  const spelt = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? `${value}` : value
  return `${JSON.stringify(record, spelt, 2)}\n`
}
