//! Recursive types.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{Plan, Shape};

/// Gives types that hold one another by value the same number, so that fields between them are boxed.
///
/// Collections break a cycle by themselves.
pub(super) fn mark(plan: &mut Plan<'_>) {
    let mut graph = DiGraph::<usize, ()>::with_capacity(plan.types.len(), 0);
    let nodes: Vec<NodeIndex> = (0..plan.types.len()).map(|index| graph.add_node(index)).collect();
    for (index, from) in nodes.iter().enumerate() {
        for property in plan.properties(index) {
            if let Shape::Model(target) = plan.shape(&property.ty)
                && let Some(to) = nodes.get(target)
            {
                graph.update_edge(*from, *to, ());
            }
        }
    }
    for (number, component) in kosaraju_scc(&graph).into_iter().enumerate() {
        for index in component.into_iter().filter_map(|node| graph.node_weight(node)) {
            if let Some(plan) = plan.types.get_mut(*index) {
                plan.cycle = number;
            }
        }
    }
}

impl Plan<'_> {
    /// Whether a field of the type `from` that holds the type `to` must be boxed.
    pub(crate) fn is_boxed(&self, from: usize, to: usize) -> bool {
        match (self.types.get(from), self.types.get(to)) {
            (Some(from), Some(to)) => from.cycle == to.cycle,
            _ => false,
        }
    }
}
