/**
 * @generated SignedSource<<39b0e5b1740667e4d774514a96358feb>>
 * @relayHash eb333bb15ab2254eda2ade4bb4280c79
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

// @relayRequestID 8fc099b58477dc7ab116d2f20b4fcdd0a42e4cf3874d0b52bbf6e73228dd509e

import { ConcreteRequest } from 'relay-runtime';
import { FragmentRefs } from "relay-runtime";
export type BarrierBasis = "EDITORIAL" | "TEXT" | "%future added value";
export type BarrierRole = "ADDRESSES" | "BLOCKED_BY" | "RESOLVED" | "%future added value";
export type ConceptVerdict = "CONFIRMED" | "REJECTED" | "%future added value";
export type CostBand = "ABOVE_10M" | "UP_TO_100K" | "UP_TO_10K" | "UP_TO_10M" | "UP_TO_1M" | "%future added value";
export type ItemKind = "IDEA" | "INDICATOR" | "LESSON" | "MEASURE" | "MILESTONE" | "MILESTONE_OR_FACTOR" | "SUCCESS_FACTOR" | "%future added value";
export type ProjectPhase = "P1" | "P2" | "P3" | "P4" | "P5" | "%future added value";
export type ProjectStatus = "ABANDONED" | "BLOCKED" | "COMPLETED" | "IDEA" | "IN_OPERATION" | "IN_PROGRESS" | "ON_HOLD" | "PLANNED" | "%future added value";
export type Visibility = "NETWORK" | "PUBLIC" | "SHARED" | "TENANT" | "%future added value";
export type CreateProjectInput = {
  actionField?: string | null | undefined;
  barriers?: ReadonlyArray<ProjectBarrierInput>;
  code: string;
  conceptCorrections?: ReadonlyArray<ConceptCorrectionInput>;
  contact?: string | null | undefined;
  contactVisibility?: Visibility;
  costBand?: CostBand | null | undefined;
  costVisibility?: Visibility;
  embargoUntil?: string | null | undefined;
  endYear?: number | null | undefined;
  isDelayed?: boolean;
  items?: ReadonlyArray<ProjectItemInput>;
  overallGoal?: string | null | undefined;
  ownNote?: string | null | undefined;
  phase?: ProjectPhase | null | undefined;
  plan: string;
  responsible?: string | null | undefined;
  sequenceNo: number;
  sources?: ReadonlyArray<string>;
  startYear?: number | null | undefined;
  status?: ProjectStatus;
  statusNote?: string | null | undefined;
  subProjects?: ReadonlyArray<SubProjectInput>;
  summary?: string | null | undefined;
  visibility?: Visibility;
  workingTitle: string;
};
export type ProjectBarrierInput = {
  barrier: string;
  basis?: BarrierBasis;
  note?: string | null | undefined;
  role: BarrierRole;
};
export type ConceptCorrectionInput = {
  concept: string;
  verdict: ConceptVerdict;
};
export type ProjectItemInput = {
  kind: ItemKind;
  mentionCount?: number | null | undefined;
  subProject?: number | null | undefined;
  text: string;
  visibility?: Visibility | null | undefined;
};
export type SubProjectInput = {
  number: number;
  title: string;
};
export type ProjectListCreateMutation$variables = {
  connections: ReadonlyArray<string>;
  input: CreateProjectInput;
};
export type ProjectListCreateMutation$data = {
  readonly createProject: {
    readonly project: {
      readonly " $fragmentSpreads": FragmentRefs<"ProjectList_project">;
    } | null | undefined;
  };
};
export type ProjectListCreateMutation = {
  response: ProjectListCreateMutation$data;
  variables: ProjectListCreateMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "connections"
},
v1 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "input"
},
v2 = [
  {
    "kind": "Variable",
    "name": "input",
    "variableName": "input"
  }
],
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "name",
  "storageKey": null
},
v5 = [
  {
    "kind": "Literal",
    "name": "first",
    "value": 5
  }
];
return {
  "fragment": {
    "argumentDefinitions": [
      (v0/*:: as any*/),
      (v1/*:: as any*/)
    ],
    "kind": "Fragment",
    "metadata": null,
    "name": "ProjectListCreateMutation",
    "selections": [
      {
        "alias": null,
        "args": (v2/*:: as any*/),
        "concreteType": "CreateProjectPayload",
        "kind": "LinkedField",
        "name": "createProject",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "Project",
            "kind": "LinkedField",
            "name": "project",
            "plural": false,
            "selections": [
              {
                "args": null,
                "kind": "FragmentSpread",
                "name": "ProjectList_project"
              }
            ],
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [
      (v1/*:: as any*/),
      (v0/*:: as any*/)
    ],
    "kind": "Operation",
    "name": "ProjectListCreateMutation",
    "selections": [
      {
        "alias": null,
        "args": (v2/*:: as any*/),
        "concreteType": "CreateProjectPayload",
        "kind": "LinkedField",
        "name": "createProject",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "Project",
            "kind": "LinkedField",
            "name": "project",
            "plural": false,
            "selections": [
              (v3/*:: as any*/),
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "workingTitle",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "statusLabel",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "updatedAt",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "concreteType": "City",
                "kind": "LinkedField",
                "name": "city",
                "plural": false,
                "selections": [
                  (v3/*:: as any*/),
                  (v4/*:: as any*/)
                ],
                "storageKey": null
              },
              {
                "alias": null,
                "args": (v5/*:: as any*/),
                "concreteType": "TransferLinkConnection",
                "kind": "LinkedField",
                "name": "transferLinks",
                "plural": false,
                "selections": [
                  {
                    "alias": null,
                    "args": null,
                    "concreteType": "TransferLinkEdge",
                    "kind": "LinkedField",
                    "name": "edges",
                    "plural": true,
                    "selections": [
                      {
                        "alias": null,
                        "args": null,
                        "concreteType": "TransferLink",
                        "kind": "LinkedField",
                        "name": "node",
                        "plural": false,
                        "selections": [
                          (v3/*:: as any*/),
                          {
                            "alias": null,
                            "args": null,
                            "kind": "ScalarField",
                            "name": "stageLabel",
                            "storageKey": null
                          },
                          {
                            "alias": null,
                            "args": null,
                            "concreteType": "City",
                            "kind": "LinkedField",
                            "name": "sourceCity",
                            "plural": false,
                            "selections": [
                              (v4/*:: as any*/),
                              (v3/*:: as any*/)
                            ],
                            "storageKey": null
                          },
                          {
                            "alias": null,
                            "args": null,
                            "kind": "ScalarField",
                            "name": "__typename",
                            "storageKey": null
                          }
                        ],
                        "storageKey": null
                      },
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "cursor",
                        "storageKey": null
                      }
                    ],
                    "storageKey": null
                  },
                  {
                    "alias": null,
                    "args": null,
                    "concreteType": "PageInfo",
                    "kind": "LinkedField",
                    "name": "pageInfo",
                    "plural": false,
                    "selections": [
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "hasNextPage",
                        "storageKey": null
                      },
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "endCursor",
                        "storageKey": null
                      },
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "hasPreviousPage",
                        "storageKey": null
                      },
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "startCursor",
                        "storageKey": null
                      }
                    ],
                    "storageKey": null
                  }
                ],
                "storageKey": "transferLinks(first:5)"
              },
              {
                "alias": null,
                "args": (v5/*:: as any*/),
                "filters": null,
                "handle": "connection",
                "key": "ProjectList_transferLinks",
                "kind": "LinkedHandle",
                "name": "transferLinks"
              }
            ],
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "filters": null,
            "handle": "prependNode",
            "key": "",
            "kind": "LinkedHandle",
            "name": "project",
            "handleArgs": [
              {
                "kind": "Variable",
                "name": "connections",
                "variableName": "connections"
              },
              {
                "kind": "Literal",
                "name": "edgeTypeName",
                "value": "ProjectEdge"
              }
            ]
          }
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "id": "8fc099b58477dc7ab116d2f20b4fcdd0a42e4cf3874d0b52bbf6e73228dd509e",
    "metadata": {},
    "name": "ProjectListCreateMutation",
    "operationKind": "mutation",
    "text": null
  }
};
})();

(node as any).hash = "7dbccedd36fe909fcceaa4f8cfaf2f13";

export default node;
