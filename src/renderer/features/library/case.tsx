import styles from './welcome.module.css'

/**
 * An opened daguerreotype case: velvet on the left, the plate in its oval mat on the right, one half of it faded and
 * one half as it was. Drawn with the theme's own colours.
 */
export function Case() {
  return (
    <svg className={styles.case} viewBox="0 0 232 148" fill="none" aria-hidden="true">
      <defs>
        <clipPath id="case-plate">
          <ellipse cx="168" cy="74" rx="37" ry="48" />
        </clipPath>
        <clipPath id="case-clear">
          <rect x="168" y="20" width="40" height="110" />
        </clipPath>
      </defs>
      <g stroke="var(--edge)" strokeWidth="1.25">
        <rect x="8" y="10" width="104" height="128" rx="5" fill="var(--surface)" />
        <rect x="16" y="18" width="88" height="112" rx="3" fill="var(--raised)" />
        <rect x="120" y="10" width="104" height="128" rx="5" fill="var(--surface)" />
        <rect x="128" y="18" width="80" height="112" rx="3" transform="translate(4 0)" fill="var(--accent-soft)" />
        <path d="M112 34h8M112 114h8" strokeWidth="4" strokeLinecap="round" />
      </g>
      <g stroke="var(--line)" strokeWidth="1.25" strokeLinecap="round">
        <path d="M60 46c-9 6-13 16-13 28s4 22 13 28c9-6 13-16 13-28s-4-22-13-28Z" />
        <path d="M60 30v10M60 108v10M32 74h9M79 74h9M40 48l6 6M80 48l-6 6M40 100l6-6M80 100l-6-6" />
        <circle cx="60" cy="74" r="5" />
      </g>
      <g clipPath="url(#case-plate)">
        <rect x="128" y="24" width="80" height="100" fill="var(--hover)" />
        <Landscape opacity={0.35} />
        <g clipPath="url(#case-clear)">
          <rect x="168" y="24" width="40" height="100" fill="var(--canvas)" />
          <Landscape opacity={1} />
        </g>
        <path d="M143 52l9 6-5 8M150 98l7-9" stroke="var(--text-3)" strokeWidth="1" opacity="0.7" />
      </g>
      <ellipse cx="168" cy="74" rx="37" ry="48" stroke="var(--accent)" strokeWidth="2.5" />
      <path d="M168 26v96" stroke="var(--accent)" strokeWidth="1.25" strokeDasharray="2 3" />
    </svg>
  )
}

/** Hills, a sun, a poplar: the same scene on both halves. */
function Landscape({ opacity }: { readonly opacity: number }) {
  return (
    <g opacity={opacity}>
      <circle cx="184" cy="54" r="8" fill="var(--text-2)" />
      <path d="M128 96c14-14 26-14 38-4 8-8 20-14 44-2v40h-82Z" fill="var(--text-3)" />
      <path d="M128 110c20-10 44-8 82-2v30h-82Z" fill="var(--edge)" />
      <path d="M152 100c-4-14-2-26 0-32 2 6 4 18 0 32Z" fill="var(--text-2)" />
    </g>
  )
}
