//! A barrier (Hemmnis) of a network with those who solved it.
//!
//! Invariant: everything was read before the first field is resolved; nothing here reads anything.

use crate::{barrier::Barrier, direct::One};
use async_graphql::{ID, Object, SimpleObject};
use domain::{barrier_solver, read::Node};
use std::sync::Arc;

/// A barrier (Hemmnis) with how many projects know it, and those that have resolved it.
pub struct BarrierSolvers(pub(crate) barrier_solver::BarrierSolvers);

/// A barrier (Hemmnis) with how many projects know it, and those that have resolved it.
#[Object(serial)]
impl BarrierSolvers {
    /// The barrier.
    async fn barrier(&self) -> One<Barrier> {
        let record = Arc::clone(&self.0.barrier);
        One(Barrier(Arc::new(Node::new(record))))
    }

    /// So many projects are held up by it.
    async fn blocked(&self) -> u32 {
        self.0.blocked
    }

    /// So many projects are meant to remove it.
    async fn addressing(&self) -> u32 {
        self.0.addressing
    }

    /// So many projects have resolved it.
    async fn resolved(&self) -> u32 {
        self.0.resolved
    }

    /// Projects that have resolved it, those changed last first, at most 20.
    async fn solvers(&self) -> Vec<BarrierSolver> {
        let solvers = self.0.solvers.iter().cloned();
        solvers.map(BarrierSolver::from).collect()
    }
}

/// A project that has resolved a barrier.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct BarrierSolver {
    /// The project, by its id.
    pub project_id: ID,
    /// Its working title.
    pub working_title: String,
    /// Its city (AGS).
    pub city: Option<String>,
}

impl From<barrier_solver::Solver> for BarrierSolver {
    fn from(solver: barrier_solver::Solver) -> Self {
        Self {
            project_id: solver.project.to_string().into(),
            working_title: solver.working_title,
            city: solver.city,
        }
    }
}
