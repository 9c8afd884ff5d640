//! From a type to what is known of its values.

use std::rc::Rc;

use super::Evaluator;
use crate::program::Named;
use crate::source::{Generic, Name, Type};
use crate::value::{Value, find};

/// Types that a method call looks through.
const TRANSPARENT: &[&str] = &[
    "Box",
    "Arc",
    "Rc",
    "Pin",
    "Cow",
    "LazyLock",
    "LazyCell",
    "Lazy",
    "MutexGuard",
    "RwLockReadGuard",
    "RwLockWriteGuard",
    "Ref",
    "RefMut",
    "ManuallyDrop",
    "BoxFuture",
    "LocalBoxFuture",
    "State",
    "Extension",
    "Data",
    "AssertUnwindSafe",
    "OwnedMutexGuard",
    "MappedMutexGuard",
    "Guard",
    "CachePadded",
];

/// Types that hold what they are named with, the last of it.
const CONTAINERS: &[&str] = &[
    "Option",
    "Vec",
    "VecDeque",
    "HashMap",
    "BTreeMap",
    "IndexMap",
    "HashSet",
    "BTreeSet",
    "LinkedList",
    "BinaryHeap",
    "Mutex",
    "RwLock",
    "RefCell",
    "Cell",
    "OnceCell",
    "OnceLock",
    "JoinHandle",
    "Weak",
    "Receiver",
    "Sender",
    "UnboundedReceiver",
    "UnboundedSender",
    "BoxStream",
    "FuturesUnordered",
    "JoinSet",
    "Poll",
    "ArcSwap",
    "DashMap",
    "SmallVec",
    "ArrayVec",
    "Iter",
    "IntoIter",
    "LocalKey",
];

pub(super) fn is_transparent(name: &str) -> bool {
    TRANSPARENT.contains(&name)
}

pub(super) fn is_container(name: &str) -> bool {
    CONTAINERS.contains(&name)
}

impl Evaluator<'_> {
    /// What type parameters stand for by their bounds, added to what is known already.
    pub(super) fn bounds(
        &mut self,
        generics: &[Generic],
        types: Rc<[(Name, Value)]>,
        at: usize,
    ) -> Rc<[(Name, Value)]> {
        if generics.is_empty() {
            return types;
        }
        let mut all: Vec<(Name, Value)> = types.to_vec();
        for generic in generics {
            if find(&all, &generic.name).is_none() {
                let value = self.bounded(&generic.bounds, &types, at);
                all.push((generic.name.clone(), value));
            }
        }
        all.into()
    }

    fn bounded(&mut self, bounds: &[Type], types: &[(Name, Value)], at: usize) -> Value {
        let values = bounds.iter().map(|bound| self.bound(bound, types, at));
        let values: Vec<Value> = values.collect();
        let best = values.into_iter().find(|value| value.matters());
        best.unwrap_or(Value::Unknown)
    }

    fn bound(&mut self, bound: &Type, types: &[(Name, Value)], at: usize) -> Value {
        let Type::Path(path, arguments) = bound else { return self.of_type(bound, types, at) };
        let associated = arguments.iter().find_map(|argument| match argument {
            Type::Associated(name, ty) => Some((name, &**ty)),
            _ => None,
        });
        match (path.last().map(|last| &**last), arguments.as_slice()) {
            (Some("AsRef" | "Into" | "Borrow" | "BorrowMut" | "AsMut"), [ty]) => self.of_type(ty, types, at),
            (Some("Deref" | "DerefMut" | "Future" | "IntoFuture"), _) => {
                associated.map_or(Value::Unknown, |(_, ty)| self.of_type(ty, types, at))
            }
            (Some("Iterator" | "IntoIterator" | "Stream" | "DoubleEndedIterator" | "ExactSizeIterator"), _) => {
                associated.map_or(Value::Unknown, |(_, ty)| self.of_type(ty, types, at).inside())
            }
            _ => match self.program.named(path, at, self.tree) {
                Named::Trait(name) => Value::Trait(Name::from(name)),
                _ => Value::Unknown,
            },
        }
    }

    /// What is known of a value by its type.
    pub(super) fn of_type(&mut self, ty: &Type, types: &[(Name, Value)], at: usize) -> Value {
        match ty {
            Type::Other => Value::Foreign,
            Type::Inferred => Value::Unknown,
            Type::Tuple(parts) => Value::Tuple(parts.iter().map(|part| self.of_type(part, types, at)).collect()),
            Type::List(inner) => self.of_type(inner, types, at).inside(),
            Type::Function(parameters, output) => Value::Callable(
                parameters.iter().map(|parameter| self.of_type(parameter, types, at)).collect(),
                Rc::new(self.of_type(output, types, at)),
            ),
            Type::Bounds(bounds) => self.bounded(bounds, types, at),
            Type::Associated(_, ty) => self.of_type(ty, types, at),
            Type::Path(path, arguments) => self.of_path(path, arguments, types, at),
        }
    }

    fn of_path(&mut self, path: &[Name], arguments: &[Type], types: &[(Name, Value)], at: usize) -> Value {
        let (Some(last), Some(first)) = (path.last(), path.first()) else { return Value::Foreign };
        if let Some(known) = find(types, first) {
            // `T::Item` is whatever it is.
            return if path.len() == 1 { known.clone() } else { Value::Unknown };
        }
        match self.program.named(path, at, self.tree) {
            Named::Client => return Value::Client,
            Named::Node(place) => return Value::Node(place),
            Named::Struct(index) => {
                let generics = self.program.structs.get(index).map_or(&[][..], |(_, item)| item.generics.as_slice());
                let values: Vec<Value> = arguments.iter().map(|argument| self.of_type(argument, types, at)).collect();
                let named = generics.iter().map(|generic| generic.name.clone()).zip(values).collect();
                return Value::Struct(index, named);
            }
            Named::Alias(module, ty) if &**last != "Result" => return self.of_type(ty, &[], module),
            Named::Trait(name) => return Value::Trait(Name::from(name)),
            Named::Alias(..) | Named::Foreign => {}
        }
        let mut argument = |index: usize| arguments.get(index).map(|argument| self.of_type(argument, types, at));
        match &**last {
            "Result" | "JoinHandle" => argument(0).map_or(Value::Unknown, Value::inside),
            name if is_transparent(name) => {
                let last = arguments.len().checked_sub(1);
                last.and_then(argument).unwrap_or(Value::Unknown)
            }
            name if is_container(name) => {
                let last = arguments.len().checked_sub(1);
                last.and_then(argument).map_or(Value::Unknown, Value::inside)
            }
            // What another crate gives for it may hold anything.
            _ => match Value::best((0..arguments.len()).filter_map(argument)) {
                value if value.matters() => value.inside(),
                _ => Value::Foreign,
            },
        }
    }

    /// What type parameters stand for when a value is given for a type that names them.
    pub(super) fn infer(&mut self, ty: &Type, value: &Value, generics: &[Generic], found: &mut Vec<(Name, Value)>) {
        match ty {
            Type::Path(path, arguments) => {
                if let [only] = path.as_slice()
                    && generics.iter().any(|generic| *generic.name == **only)
                {
                    if find(found, only).is_none() {
                        found.push((only.clone(), value.clone()));
                    }
                    return;
                }
                let last = path.last().map_or("", |last| &**last);
                let inner = match value {
                    Value::In(inner) => inner,
                    value => value,
                };
                if let Value::Struct(_, types) = value {
                    let all: Vec<Value> = types.iter().map(|(_, value)| value.clone()).collect();
                    for (argument, value) in arguments.iter().zip(&all) {
                        self.infer(argument, value, generics, found);
                    }
                } else if is_transparent(last) {
                    arguments.iter().for_each(|argument| self.infer(argument, value, generics, found));
                } else if let Some(argument) = if last == "Result" { arguments.first() } else { arguments.last() } {
                    self.infer(argument, inner, generics, found);
                }
            }
            Type::List(item) => self.infer(item, &value.content(), generics, found),
            Type::Tuple(parts) => {
                if let Value::Tuple(values) = value {
                    for (part, value) in parts.iter().zip(values.iter()) {
                        self.infer(part, value, generics, found);
                    }
                }
            }
            _ => {}
        }
    }
}
