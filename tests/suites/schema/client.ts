// A program that uses the generated types; it is compiled strictly and never run.
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { ReadProjectsDocument, TakeTransferStepDocument } from "./generated/graphql.ts";
import type { TakeTransferStepInput } from "./generated/graphql.ts";

type Answer<D> = D extends TypedDocumentNode<infer Data, infer _> ? Data : never;

export const titles = (answer: Answer<typeof ReadProjectsDocument>): string[] => answer.projects.nodes.map((project) => project.workingTitle);

export const accept = (transferLink: string, expectedVersion: number): TakeTransferStepInput => ({ transferLink, expectedVersion, step: "ACCEPT" });

// @ts-expect-error a step that does not exist
export const wrong: TakeTransferStepInput = { transferLink: "link_1", expectedVersion: 1, step: "NOTHING" };

export const documents = [ReadProjectsDocument, TakeTransferStepDocument];
