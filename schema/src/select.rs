//! From the selection of a document to the read plan of the domain.
//!
//! Invariant: every field of the graph is either a column or an edge of the domain under the same name (its label
//! counts as the column), or costs nothing; so whatever a resolver will need is in the plan.

mod kind;

use crate::{
    expertise_filter::{ExpertiseFilter, ExpertiseOrder},
    input::{
        CityFilter, ObservationFilter, ObservationOrder, PlanFilter, PlanOrder, ProjectFilter,
        ProjectOrder, TransferLinkFilter, TransferLinkOrder,
    },
    match_filter::MatchFilter,
    peer_input::{PeerGroupFilter, PeerGroupOrder},
    value::ItemKind,
};
use async_graphql::{
    Context, InputType, Value,
    parser::types::{Field, Selection, SelectionSet},
};
use domain::{
    Ctx, Error, Result, city, expertise, observation, peer_group, plan, project, project_item,
    read::{Condition, Edge, EdgeSelect, Filter, ListRequest, OrderKey, PageRequest, Select},
    similar_project, transfer_link,
};

pub use kind::Kind;
use kind::target;

/// Reads the selection below the field that is being resolved.
pub struct Plans<'c> {
    ctx: &'c Context<'c>,
    domain: &'c Ctx,
}

impl<'c> Plans<'c> {
    /// For the field of a context.
    pub const fn new(ctx: &'c Context<'c>, domain: &'c Ctx) -> Self {
        Self { ctx, domain }
    }

    /// The plan for a root that answers one node of a kind, or a list of them.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for arguments below it that mean nothing.
    pub fn node(&self, kind: Kind) -> Result<Select> {
        self.select(kind, &[&self.ctx.item.node.selection_set.node])
    }

    /// The plan for the node in a field of the payload that a root answers.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for arguments below it that mean nothing.
    pub fn payload(&self, kind: Kind, name: &str) -> Result<Select> {
        let fields = self.fields("", &[&self.ctx.item.node.selection_set.node]);
        let inner = fields.into_iter().filter(|field| field.name.node == name);
        let inner: Vec<_> = inner.map(|field| &field.selection_set.node).collect();
        self.select(kind, &inner)
    }

    /// Whether a field of that name is selected in the nodes of the connection that a root answers.
    #[must_use]
    pub fn is_selected_in_nodes(&self, name: &str) -> bool {
        let ahead = self.ctx.look_ahead();
        ahead.field("nodes").field(name).exists()
            || ahead.field("edges").field("node").field(name).exists()
    }

    /// The plan for a root that answers a connection, and whether its length is wanted.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for arguments below it that mean nothing.
    pub fn connection(&self, kind: Kind) -> Result<(Select, bool)> {
        self.below_connection(kind, &[&self.ctx.item.node.selection_set.node])
    }

    fn below_connection(&self, kind: Kind, sets: &[&'c SelectionSet]) -> Result<(Select, bool)> {
        let mut inner = Vec::new();
        let mut is_counted = false;
        for field in self.fields("", sets) {
            match field.name.node.as_str() {
                "nodes" => inner.push(&field.selection_set.node),
                "edges" => {
                    let edges = self.fields("", &[&field.selection_set.node]);
                    let nodes = edges.into_iter().filter(|field| field.name.node == "node");
                    inner.extend(nodes.map(|field| &field.selection_set.node));
                }
                name => is_counted |= name.starts_with("totalCount"),
            }
        }
        Ok((self.select(kind, &inner)?, is_counted))
    }

    fn select(&self, kind: Kind, sets: &[&'c SelectionSet]) -> Result<Select> {
        let mut select = Select::default();
        let mut edges: Vec<(Edge, &'c Field, Vec<&'c SelectionSet>)> = Vec::new();
        for field in self.fields(kind.type_name(), sets) {
            let name = field.name.node.as_str();
            if let Some(column) = kind.column(name) {
                select.fields = select.fields.and(column);
            } else if let Some(edge) = Edge::from_name(name) {
                // The same response key may stand several times; its selections add up.
                let key = &field.response_key().node;
                match edges
                    .iter_mut()
                    .find(|(_, other, _)| other.response_key().node == *key)
                {
                    Some((.., sets)) => sets.push(&field.selection_set.node),
                    None => edges.push((edge, field, vec![&field.selection_set.node])),
                }
            }
        }
        for (edge, field, sets) in edges {
            select.edges.push(self.edge(kind, edge, field, &sets)?);
        }
        Ok(select)
    }

    fn edge(
        &self,
        from: Kind,
        edge: Edge,
        field: &'c Field,
        sets: &[&'c SelectionSet],
    ) -> Result<EdgeSelect> {
        let (kind, is_many) = target(from, edge);
        let (select, list) = if is_many {
            let (select, total) = self.below_connection(kind, sets)?;
            let mut list = self.list(from, kind, field)?;
            list.total = total;
            (select, list)
        } else {
            (self.select(kind, sets)?, self.best(kind, field)?)
        };
        Ok(EdgeSelect {
            key: field.response_key().node.as_str().into(),
            edge,
            list,
            select,
        })
    }

    /// The fields of selection sets, with those of fragments that apply to a type.
    fn fields(&self, type_name: &str, sets: &[&'c SelectionSet]) -> Vec<&'c Field> {
        let mut fields = Vec::new();
        for set in sets {
            self.collect(type_name, set, &mut fields);
        }
        fields
    }

    fn collect(&self, type_name: &str, set: &'c SelectionSet, fields: &mut Vec<&'c Field>) {
        let applies = |condition: &str| {
            type_name.is_empty() || [type_name, "Node", "_Entity"].contains(&condition)
        };
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => fields.push(&field.node),
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    if condition.is_none_or(|condition| applies(&condition.node.on.node)) {
                        self.collect(type_name, &fragment.node.selection_set.node, fields);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = self
                        .ctx
                        .query_env
                        .fragments
                        .get(&spread.node.fragment_name.node);
                    if let Some(fragment) = fragment
                        .filter(|fragment| applies(&fragment.node.type_condition.node.on.node))
                    {
                        self.collect(type_name, &fragment.node.selection_set.node, fields);
                    }
                }
            }
        }
    }

    /// Page, filter and order of a nested list, from its arguments.
    fn list(&self, from: Kind, kind: Kind, field: &Field) -> Result<ListRequest> {
        let page = PageRequest::relay(
            self.argument(field, "first")?,
            self.argument(field, "after")?,
            self.argument(field, "last")?,
            self.argument(field, "before")?,
        )?;
        Ok(ListRequest {
            page,
            condition: self.list_condition(kind, field)?,
            order: self.list_order(from, kind, field)?,
            total: false,
            matching: self.matching(kind, field)?,
            cities: self.cities(kind, field)?,
            year: None,
        })
    }

    /// How many of a list without pages are wanted.
    fn best(&self, kind: Kind, field: &Field) -> Result<ListRequest> {
        let first = match kind {
            Kind::ExpertiseMatch => Some(self.argument(field, "first")?.unwrap_or(5)),
            _ => None,
        };
        Ok(ListRequest {
            page: PageRequest::relay(first, None, None, None)?,
            year: match kind {
                Kind::Peers => self.argument(field, "year")?,
                _ => None,
            },
            ..ListRequest::default()
        })
    }

    fn matching(&self, kind: Kind, field: &Field) -> Result<Option<similar_project::MatchFilter>> {
        match kind {
            Kind::SimilarProject => {
                let filter = self.argument::<MatchFilter>(field, "filter")?;
                Ok(filter.map(similar_project::MatchFilter::from))
            }
            _ => Ok(None),
        }
    }

    fn cities(&self, kind: Kind, field: &Field) -> Result<Option<city::CityFilter>> {
        match kind {
            Kind::SimilarCity => {
                let filter = self.argument::<CityFilter>(field, "filter")?;
                Ok(filter.map(city::CityFilter::from))
            }
            _ => Ok(None),
        }
    }

    fn list_condition(&self, kind: Kind, field: &Field) -> Result<Option<Condition>> {
        match kind {
            Kind::Plan => {
                let filter = self.argument::<PlanFilter>(field, "filter")?;
                self.condition(filter.map(plan::PlanFilter::from))
            }
            Kind::Project => {
                let filter = self.argument::<ProjectFilter>(field, "filter")?;
                self.condition(filter.map(project::ProjectFilter::try_from).transpose()?)
            }
            Kind::Expertise => {
                let filter = self.argument::<ExpertiseFilter>(field, "filter")?;
                self.condition(filter.map(expertise::ExpertiseFilter::from))
            }
            Kind::PeerGroup => {
                let filter = self.argument::<PeerGroupFilter>(field, "filter")?;
                self.condition(filter.map(peer_group::PeerGroupFilter::from))
            }
            Kind::TransferLink => {
                let filter = self.argument::<TransferLinkFilter>(field, "filter")?;
                self.condition(filter.map(transfer_link::TransferLinkFilter::from))
            }
            Kind::Observation => {
                let filter = self.argument::<ObservationFilter>(field, "filter")?;
                self.condition(filter.map(observation::ObservationFilter::from))
            }
            Kind::ProjectItem => {
                let kinds = self.argument::<Vec<ItemKind>>(field, "kind")?.map(orders);
                Ok(project_item::of_kinds(self.domain, kinds))
            }
            _ => Ok(None),
        }
    }

    fn list_order(&self, from: Kind, kind: Kind, field: &Field) -> Result<Vec<OrderKey>> {
        Ok(match kind {
            Kind::Plan => plan::order(&self.order_by::<PlanOrder, _>(field)?),
            Kind::Project => {
                let order = self.order_by::<ProjectOrder, _>(field)?;
                project::order(&order, from == Kind::Plan)
            }
            Kind::Expertise => expertise::order(&self.order_by::<ExpertiseOrder, _>(field)?),
            Kind::PeerGroup => peer_group::order(&self.order_by::<PeerGroupOrder, _>(field)?),
            Kind::TransferLink => {
                transfer_link::order(&self.order_by::<TransferLinkOrder, _>(field)?)
            }
            Kind::Observation => observation::order(&self.order_by::<ObservationOrder, _>(field)?),
            Kind::ProjectItem => project_item::order(),
            _ => Vec::new(),
        })
    }

    fn order_by<O: InputType + Into<D>, D>(&self, field: &Field) -> Result<Vec<D>> {
        Ok(orders(
            self.argument::<Vec<O>>(field, "orderBy")?
                .unwrap_or_default(),
        ))
    }

    fn condition<F: Filter>(&self, filter: Option<F>) -> Result<Option<Condition>> {
        filter
            .map(|filter| filter.condition(self.domain))
            .transpose()
    }

    /// An argument of a field with its variables filled in; the library has checked its type already.
    fn argument<T: InputType>(&self, field: &Field, name: &str) -> Result<Option<T>> {
        let Some(value) = field.get_argument(name) else {
            return Ok(None);
        };
        let resolved = value
            .node
            .clone()
            .into_const_with(|variable| Ok(self.variable(&variable)));
        let value: Value = resolved.map_err(|()| Error::Internal("a variable".to_owned()))?;
        Option::<T>::parse(Some(value)).map_err(|error| {
            let text = error
                .into_server_error(async_graphql::Pos::default())
                .message;
            Error::invalid(name, text.clone(), text)
        })
    }

    fn variable(&self, name: &str) -> Value {
        let given = self.ctx.query_env.variables.get(name).cloned();
        given.or_else(|| self.default_of(name)).unwrap_or_default()
    }

    fn default_of(&self, name: &str) -> Option<Value> {
        let definitions = &self.ctx.query_env.operation.node.variable_definitions;
        let definition = definitions
            .iter()
            .find(|definition| definition.node.name.node == name)?;
        Some(definition.node.default_value()?.clone())
    }
}

/// Values of the graph as values of the domain.
pub fn orders<A: Into<B>, B>(order: Vec<A>) -> Vec<B> {
    order.into_iter().map(Into::into).collect()
}
