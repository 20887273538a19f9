export function mailOf(returnPath: string): { tenant: string; mailId: number } | null;
export function eventIn(report: string): { event: 'delivered' } | { event: 'bounced'; reason: string } | null;
