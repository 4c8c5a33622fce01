/** Two cost lines that cross: what the product is about, in the two colours of its sides. */
export const Logo = ({ className }: { className?: string }) => (
  <svg viewBox="0 0 24 24" fill="none" strokeWidth="2.5" aria-hidden="true" className={className}>
    <path d="M3 21 L21 3" className="stroke-function-mark" />
    <path d="M3 13.5 H21" className="stroke-container-mark" />
    <circle cx="10.5" cy="13.5" r="2.75" className="fill-background stroke-foreground" strokeWidth="1.75" />
  </svg>
);
