//! Which chains of methods call which operations, in the names of the generated crate.

use docbind_ir::Api;
use foldhash::{HashMap, HashMapExt};

use crate::Error;
use crate::plan::{Child, Plan};

/// The paths of an API as a generated client spells them: what a scan of Rust sources follows.
#[derive(Debug)]
pub struct CallTree {
    /// The first is the client itself, whose steps lead to the areas.
    nodes: Vec<CallNode>,
    by_type: HashMap<String, Vec<usize>>,
}

/// A place in the tree: a type of the generated crate.
#[derive(Debug, Default)]
pub struct CallNode {
    /// The module of its area: `users`.
    pub area: String,
    /// The path as the first page spells it.
    pub path: String,
    steps: HashMap<String, Call>,
    verbs: HashMap<String, Call>,
}

/// A method of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// The place it leads to; that of the operation in the model, for a verb.
    pub to: usize,
    /// How many arguments it takes.
    pub arguments: usize,
}

impl CallTree {
    /// The tree of all operations of a model.
    ///
    /// # Errors
    /// When no crate could be generated from the model either.
    pub fn new(api: &Api) -> Result<Self, Error> {
        let (plan, _) = Plan::new(api)?;
        let places: HashMap<*const _, usize> = api.operations.iter().map(std::ptr::from_ref).zip(0..).collect();
        let mut tree = Self { nodes: vec![CallNode::default()], by_type: HashMap::new() };
        for area in &plan.areas {
            let first = tree.nodes.len();
            if let Some(client) = tree.nodes.first_mut() {
                client.steps.insert(area.method.clone(), Call { to: first, arguments: 0 });
            }
            for (index, node) in area.nodes.iter().enumerate() {
                let verb = |(verb, place): &(String, usize)| {
                    let plan = area.operations.get(*place)?;
                    let to = places.get(&std::ptr::from_ref(plan.operation)).copied()?;
                    Some((verb.clone(), Call { to, arguments: plan.arguments() }))
                };
                let step = |child: &Child<'_>| {
                    (child.method.clone(), Call { to: first + child.node, arguments: child.arguments.len() })
                };
                tree.by_type.entry(node.name.clone()).or_default().push(first + index);
                tree.nodes.push(CallNode {
                    area: area.module.clone(),
                    path: node.path.clone(),
                    steps: node.children.iter().map(step).collect(),
                    verbs: node.operations.iter().filter_map(verb).collect(),
                });
            }
        }
        Ok(tree)
    }

    /// The place of the client.
    pub const CLIENT: usize = 0;

    /// A place.
    pub fn node(&self, place: usize) -> Option<&CallNode> {
        self.nodes.get(place)
    }

    /// Where a method that names a segment leads.
    pub fn step(&self, place: usize, method: &str) -> Option<Call> {
        self.node(place)?.steps.get(method).copied()
    }

    /// The operation, by its place in the model, that a method which names a verb calls.
    pub fn verb(&self, place: usize, method: &str) -> Option<Call> {
        self.node(place)?.verbs.get(method).copied()
    }

    /// The places of a type of the generated crate; several areas may have a type of one name.
    pub fn of_type(&self, name: &str) -> &[usize] {
        self.by_type.get(name).map_or(&[], Vec::as_slice)
    }

    /// The steps of all places, sorted by name and place.
    pub fn steps(&self) -> Vec<(&str, Call)> {
        let steps = self.nodes.iter().flat_map(|node| &node.steps);
        let mut steps: Vec<_> = steps.map(|(method, call)| (method.as_str(), *call)).collect();
        steps.sort_unstable_by_key(|(method, call)| (*method, call.to));
        steps
    }
}
