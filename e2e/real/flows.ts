import type { RealServer } from './servers.ts'
export async function runFlows(_s: RealServer): Promise<unknown> { return {} }
