//! Relay connections.
//!
//! Invariant: every list of the graph has the same shape.

use async_graphql::SimpleObject;

/// Where a page stands in its list.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct PageInfo {
    /// Whether more rows follow.
    pub has_next_page: bool,
    /// Whether rows come before; going forward, this says whether `after` was given.
    pub has_previous_page: bool,
    /// Cursor of the first row of the page, none where the page is empty.
    pub start_cursor: Option<String>,
    /// Cursor of the last row of the page, none where the page is empty.
    pub end_cursor: Option<String>,
}

impl PageInfo {
    pub(crate) fn of<T>(page: &domain::read::Page<T>) -> Self {
        Self {
            has_next_page: page.has_next,
            has_previous_page: page.has_previous,
            start_cursor: page.items.first().map(domain::read::Item::cursor),
            end_cursor: page.items.last().map(domain::read::Item::cursor),
        }
    }
}

/// The connection and edge types of a kind of node.
macro_rules! connection {
    ($node:ident, $connection:ident, $edge:ident, $row:ty) => {
        /// A page of a list.
        pub struct $connection(pub(crate) std::sync::Arc<domain::read::Page<$row>>);

        /// A page of a list.
        #[async_graphql::Object(serial)]
        impl $connection {
            /// The rows of the page.
            async fn nodes(&self) -> $crate::direct::Many<$node> {
                let rows = self.0.items.iter();
                rows.map(|item| $node(std::sync::Arc::clone(&item.node)))
                    .collect()
            }

            /// The rows of the page, each with its cursor.
            async fn edges(&self) -> $crate::direct::Many<$edge> {
                let rows = self.0.items.iter();
                rows.map(|item| $edge(item.clone())).collect()
            }

            /// Where the page stands in its list.
            async fn page_info(&self) -> $crate::direct::One<$crate::connection::PageInfo> {
                $crate::direct::One($crate::connection::PageInfo::of(&self.0))
            }

            /// The length of the whole list, counted up to 10,000. Costs a statement: ask only if you show it.
            async fn total_count(&self) -> async_graphql::Result<i32> {
                $crate::error::total(self.0.total)
            }

            /// Whether the list is longer than what was counted.
            async fn total_count_is_capped(&self) -> bool {
                self.0.total.is_some_and(|total| total.is_capped)
            }
        }

        /// A row of a list with its cursor.
        pub struct $edge(domain::read::Item<$row>);

        /// A row of a list with its cursor.
        #[async_graphql::Object(serial)]
        impl $edge {
            /// Where the row stands in its list, for `after` and `before`.
            async fn cursor(&self) -> String {
                self.0.cursor()
            }

            /// The row.
            async fn node(&self) -> $crate::direct::One<$node> {
                $crate::direct::One($node(std::sync::Arc::clone(&self.0.node)))
            }
        }
    };
}
pub(crate) use connection;
