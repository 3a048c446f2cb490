/** How an operation is tried: done once, and refused once where the description knows a refusal. */
import type { OperationName, OperationParams, OperationResults } from "../../../lib/ari/mod.ts";
import type { Stage } from "./stage.ts";

/** Asks for the operation that is on trial, over the way that is on trial, and looks at the answer. */
export interface Ask<Name extends OperationName> {
  /** Throws where the answer isn't what the description says. */
  done(params: OperationParams[Name]): Promise<OperationResults[Name]>;
  /** Throws unless Asterisk refuses with that status. */
  refused(status: number, params: OperationParams[Name]): Promise<void>;
}

export type Recipe<Name extends OperationName> = (ask: Ask<Name>, stage: Stage) => Promise<void>;

/** Of a noun: forgetting an operation is a compile error. */
export type Recipes<Noun extends string> = {
  readonly [Name in Extract<OperationName, `${Noun}.${string}`>]: Recipe<Name>;
};

/** The id of nothing. */
export const NONE = "no-such-thing";
