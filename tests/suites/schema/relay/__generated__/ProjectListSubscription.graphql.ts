/**
 * @generated SignedSource<<e1523bbbfe853cceb133f1f11b690c4f>>
 * @relayHash 25d80a3bd8b8840974fe7ab08693e2a8
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

// @relayRequestID dd604d9dc743b8239981ee83b22b4fd4ad287ff7bf679038b9f2b462f37f8849

import { ConcreteRequest } from 'relay-runtime';
export type ProjectListSubscription$variables = {
  after?: string | null | undefined;
};
export type ProjectListSubscription$data = {
  readonly transferLinkChanges: {
    readonly cursor: string;
    readonly node: {
      readonly id: string;
      readonly stageLabel: string;
      readonly version: number;
    } | null | undefined;
  };
};
export type ProjectListSubscription = {
  response: ProjectListSubscription$data;
  variables: ProjectListSubscription$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "after"
  }
],
v1 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "after",
        "variableName": "after"
      }
    ],
    "concreteType": "TransferLinkEvent",
    "kind": "LinkedField",
    "name": "transferLinkChanges",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "cursor",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "concreteType": "TransferLink",
        "kind": "LinkedField",
        "name": "node",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "id",
            "storageKey": null
          },
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
            "kind": "ScalarField",
            "name": "version",
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "ProjectListSubscription",
    "selections": (v1/*:: as any*/),
    "type": "Subscription",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "ProjectListSubscription",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "id": "dd604d9dc743b8239981ee83b22b4fd4ad287ff7bf679038b9f2b462f37f8849",
    "metadata": {},
    "name": "ProjectListSubscription",
    "operationKind": "subscription",
    "text": null
  }
};
})();

(node as any).hash = "0febbb88077b2f466adcf16cfb5a7ed1";

export default node;
