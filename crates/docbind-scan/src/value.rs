//! What is known of a value: enough to follow the client and its nodes.

use std::rc::Rc;
use std::sync::Arc;

use crate::source::{Body, Function, Name, Pattern, Type};

/// What is known of a value.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// Nothing is known; it may be a client or a node.
    Unknown,
    /// It is of another type than the generated crate's and the program's own.
    Foreign,
    Client,
    /// A place of the tree of calls.
    Node(usize),
    /// Methods of unknown things that spell one of these places.
    Maybe(Rc<[usize]>),
    /// What a node gave for a method that no page documents.
    Lost,
    /// What is in an `Option`, a list, a lock, an iterator.
    In(Rc<Value>),
    Tuple(Rc<[Value]>),
    /// A structure of the program with what its type parameters stand for.
    Struct(usize, Rc<[(Name, Value)]>),
    /// Something that has a trait of the program.
    Trait(Name),
    Text(Rc<str>),
    Closure(Rc<Closure>),
    /// A function of the program, or one of a type's own.
    Function(Arc<Function>, usize),
    /// A method named by its type: `UsersNode::list`.
    Method(Rc<Value>, Name, u32),
    /// Known by its type alone: what it is called with and what it gives.
    Callable(Rc<[Value]>, Rc<Value>),
}

/// A closure with what it can see.
#[derive(Debug)]
pub(crate) struct Closure {
    pub(crate) parameters: Vec<(Pattern, Type)>,
    pub(crate) output: Type,
    pub(crate) body: Body,
    pub(crate) scope: Scope,
}

/// The names that can be seen at a point.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(crate) module: usize,
    pub(crate) variables: Vec<(Name, Value)>,
    /// What type parameters and `Self` stand for.
    pub(crate) types: Rc<[(Name, Value)]>,
}

impl Scope {
    pub(crate) fn variable(&self, name: &str) -> Option<&Value> {
        self.variables.iter().rev().find(|(own, _)| &**own == name).map(|(_, value)| value)
    }

    pub(crate) fn ty(&self, name: &str) -> Option<&Value> {
        find(&self.types, name)
    }

    pub(crate) fn define(&mut self, name: &Name, value: Value) {
        self.variables.push((name.clone(), value));
    }

    /// Gives a variable the value that was put into it.
    pub(crate) fn assign(&mut self, name: &str, value: Value) {
        if let Some((_, old)) = self.variables.iter_mut().rev().find(|(own, _)| &**own == name)
            && !old.matters()
        {
            *old = value;
        }
    }
}

/// What a name stands for in a list.
pub(crate) fn find<'a>(list: &'a [(Name, Value)], name: &str) -> Option<&'a Value> {
    list.iter().find(|(own, _)| &**own == name).map(|(_, value)| value)
}

impl Value {
    pub(crate) fn inside(self) -> Self {
        match self {
            Self::Unknown | Self::Foreign => self,
            value => Self::In(Rc::new(value)),
        }
    }

    /// What is taken out of a container; other things are their own content.
    pub(crate) fn content(&self) -> Self {
        match self {
            Self::In(value) => (**value).clone(),
            value => value.clone(),
        }
    }

    /// Whether following it may lead to a call.
    pub(crate) fn matters(&self) -> bool {
        match self {
            Self::Unknown | Self::Foreign | Self::Text(_) => false,
            Self::In(value) => value.matters(),
            Self::Tuple(values) => values.iter().any(Self::matters),
            _ => true,
        }
    }

    /// The one of several possible values of one type that tells most.
    pub(crate) fn best(values: impl IntoIterator<Item = Self>) -> Self {
        let mut best: Option<Self> = None;
        for value in values {
            let is_better = match &best {
                None | Some(Self::Foreign) => true,
                Some(Self::Unknown) => value.matters(),
                Some(old) => !old.matters() && value.matters(),
            };
            if is_better {
                best = Some(value);
            }
        }
        best.unwrap_or(Self::Foreign)
    }

    /// A text that tells two sets of arguments apart.
    pub(crate) fn key(&self, key: &mut String) {
        use std::fmt::Write as _;
        // Writing to a String cannot fail.
        let _ = match self {
            Self::Closure(closure) => write!(key, "c{:p};", Arc::as_ptr(&closure.body)),
            Self::Function(function, _) => write!(key, "f{:p};", Arc::as_ptr(function)),
            Self::In(value) => {
                key.push('[');
                value.key(key);
                write!(key, "]")
            }
            Self::Tuple(values) => {
                values.iter().for_each(|value| value.key(key));
                write!(key, "t;")
            }
            Self::Struct(index, types) => {
                types.iter().for_each(|(_, value)| value.key(key));
                write!(key, "s{index};")
            }
            Self::Method(value, name, _) => {
                value.key(key);
                write!(key, "m{name};")
            }
            Self::Callable(..) => write!(key, "k;"),
            value => write!(key, "{value:?};"),
        };
    }
}
