import type { PublicSection } from '../common/public-page.ts'

export function Lines({ heading, lines }: PublicSection) {
  return (
    <section aria-label={heading}>
      <h2>{heading}</h2>
      <dl>
        {lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
