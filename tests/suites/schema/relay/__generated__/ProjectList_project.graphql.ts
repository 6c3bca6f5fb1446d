/**
 * @generated SignedSource<<f9c556d1df513b593d38e01ffc805ac4>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ReaderFragment } from 'relay-runtime';
import { FragmentRefs } from "relay-runtime";
export type ProjectList_project$data = {
  readonly city: {
    readonly id: string;
    readonly name: string;
  } | null | undefined;
  readonly id: string;
  readonly statusLabel: string;
  readonly updatedAt: string;
  readonly workingTitle: string;
  readonly " $fragmentSpreads": FragmentRefs<"ProjectList_links">;
  readonly " $fragmentType": "ProjectList_project";
};
export type ProjectList_project$key = {
  readonly " $data"?: ProjectList_project$data;
  readonly " $fragmentSpreads": FragmentRefs<"ProjectList_project">;
};

const node: ReaderFragment = (function(){
var v0 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
};
return {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": null,
  "name": "ProjectList_project",
  "selections": [
    (v0/*:: as any*/),
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
        (v0/*:: as any*/),
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "name",
          "storageKey": null
        }
      ],
      "storageKey": null
    },
    {
      "args": null,
      "kind": "FragmentSpread",
      "name": "ProjectList_links"
    }
  ],
  "type": "Project",
  "abstractKey": null
};
})();

(node as any).hash = "54796b2ff8e05a95b12619f62b8cb8a5";

export default node;
