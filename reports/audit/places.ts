import type { FindingRow } from './findings.ts';

/** A section of the document with what findings cite of it. */
export interface CitedSection {
  section: string;
  claims: { claimId: string; figure: string; says: string; findings: { id: string; title: string }[] }[];
}

/** Every place that a finding cites, section by section, each with the findings that cite it. */
export function citedSectionsOf(findings: readonly FindingRow[]): CitedSection[] {
  const sections = new Map<string, Map<string, CitedSection['claims'][number]>>();
  for (const { id, title, cites } of findings) {
    for (const { section, claimId, figure, says } of cites) {
      const claims = sections.get(section) ?? new Map<string, CitedSection['claims'][number]>();
      sections.set(section, claims);
      const key = JSON.stringify([claimId, figure, says]);
      const claim = claims.get(key) ?? { claimId, figure, says, findings: [] };
      claims.set(key, claim);
      if (!claim.findings.some((finding) => finding.id === id)) claim.findings.push({ id, title });
    }
  }
  return [...sections].map(([section, claims]) => ({ section, claims: [...claims.values()] }));
}
