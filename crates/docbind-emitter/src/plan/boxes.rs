//! Recursive types.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{Plan, Shape};
use crate::Broken;

/// A number for each type, the same for types that hold one another by value, so that fields between them are boxed.
///
/// Collections break a cycle by themselves.
pub(super) fn cycles(plan: &Plan<'_>) -> Result<Vec<usize>, Broken> {
    let by_value = |index| -> Result<Vec<usize>, Broken> {
        let shapes = plan.properties(index)?.into_iter().map(|property| plan.shape(&property.ty));
        let targets = shapes.filter_map(|shape| if let Shape::Model(target) = shape { Some(target) } else { None });
        Ok(targets.collect())
    };
    let targets: Vec<Vec<usize>> = (0..plan.types.len()).map(by_value).collect::<Result<_, _>>()?;
    let mut graph = DiGraph::<usize, ()>::with_capacity(plan.types.len(), 0);
    let nodes: Vec<NodeIndex> = (0..plan.types.len()).map(|index| graph.add_node(index)).collect();
    for (from, targets) in nodes.iter().zip(targets) {
        for to in targets {
            graph.update_edge(*from, *Broken::at(&nodes, to, "type")?, ());
        }
    }
    let mut cycles = vec![0; plan.types.len()];
    for (number, component) in kosaraju_scc(&graph).into_iter().enumerate() {
        for index in component.into_iter().filter_map(|node| graph.node_weight(node)) {
            if let Some(cycle) = cycles.get_mut(*index) {
                *cycle = number;
            }
        }
    }
    Ok(cycles)
}

impl Plan<'_> {
    /// Whether a field of the type `from` that holds the type `to` must be boxed.
    pub(crate) fn is_boxed(&self, from: usize, to: usize) -> Result<bool, Broken> {
        Ok(self.type_at(from)?.cycle == self.type_at(to)?.cycle)
    }
}
