/** Ports on loopback that one lab has to itself. */

/** Below the range from which Linux hands out ports to clients (32768 and up). */
const FIRST_PORT = 10_000;
const LAST_PORT = 32_000;
/** SIP, HTTP, the lock, and two RTP ports for each of 240 calls. */
const BLOCK_PORTS = 500;
const RTP_OFFSET = 10;
const HOST = "127.0.0.1";

export interface PortBlock extends Disposable {
  readonly sip: number;
  readonly http: number;
  readonly rtpStart: number;
  readonly rtpEnd: number;
}

/** Takes a block that no other lab holds, in this process or another; `using` gives it back. */
export function takePorts(): PortBlock {
  const blocks = Math.floor((LAST_PORT - FIRST_PORT) / BLOCK_PORTS);
  const first = Math.floor(Math.random() * blocks);
  for (let tried = 0; tried < blocks; tried++) {
    const base = FIRST_PORT + (first + tried) % blocks * BLOCK_PORTS;
    const lock = lockBlock(base);
    if (lock) return block(base, lock);
  }
  throw new Error(
    `Cannot start the lab: no block of ${BLOCK_PORTS} ports from ${FIRST_PORT} to ${LAST_PORT} on ` +
      `${HOST} is free; end labs that still run`,
  );
}

function block(base: number, lock: Deno.Listener): PortBlock {
  return {
    sip: base,
    http: base + 1,
    rtpStart: base + RTP_OFFSET,
    rtpEnd: base + BLOCK_PORTS - 1,
    [Symbol.dispose]: () => lock.close(),
  };
}

/** The third port, held open, tells other labs that the block is taken. */
function lockBlock(base: number): Deno.Listener | null {
  const lock = listen(base + 2);
  if (lock === null) return null;
  const http = listen(base + 1);
  http?.close();
  if (http !== null) return lock;
  lock.close();
  return null;
}

/** `null` when somebody else listens there. */
function listen(port: number): Deno.Listener | null {
  try {
    return Deno.listen({ hostname: HOST, port });
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return null;
    throw error;
  }
}
