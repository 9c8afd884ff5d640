//! Method calls: the steps and verbs of the client above all.

use std::rc::Rc;

use docbind_emitter::CallTree;
use docbind_ir::{Method as Verb, RequestUrl};

use super::Evaluator;
use super::call::is_code;
use crate::source::{Expr, Name};
use crate::value::{Scope, Value};

/// Methods that give the value itself.
const SAME: &[&str] = &[
    "clone",
    "as_ref",
    "as_mut",
    "borrow",
    "borrow_mut",
    "to_owned",
    "into",
    "deref",
    "deref_mut",
    "by_ref",
    "await",
    "unwrap",
    "expect",
    "lock",
    "read",
    "write",
    "unwrap_or_else",
    "unwrap_or",
    "unwrap_or_default",
    "runtime",
    "load",
    "boxed",
    "get_ref",
    "get_mut",
    "into_inner",
    "inner",
    "as_deref",
    "cloned",
    "upgrade",
    "try_into",
    "context",
    "with_context",
    "blocking_lock",
    "owned",
    "map_err",
    "tap",
    "fmt",
    "eq",
    "ne",
    "drop",
    "hash",
    "type_id",
];

/// Methods that take out what is inside.
const OUT: &[&str] = &[
    "unwrap",
    "expect",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
    "unwrap_unchecked",
    "get_or_init",
    "get_or_insert_with",
    "get_or_insert",
    "borrow",
    "borrow_mut",
    "lock",
    "read",
    "write",
    "into_inner",
    "force",
    "load",
    "blocking_lock",
    "insert",
    "deref",
    "or_insert_with",
    "or_insert",
    "or_default",
    "unwrap_or_log",
];

/// Methods of containers whose closures give what is gone on with.
const MAPS: &[&str] = &[
    "map",
    "then",
    "and_then",
    "flat_map",
    "filter_map",
    "then_some",
    "fold",
    "scan",
    "map_or",
    "map_or_else",
    "zip",
    "with",
    "try_fold",
    "map_while",
    "find_map",
];

/// Methods that put something into a thing.
const PUTS: &[&str] = &[
    "push",
    "push_back",
    "push_front",
    "insert",
    "extend",
    "set",
    "replace",
    "append",
    "get_or_insert_with",
    "get_or_insert",
    "get_or_init",
    "entry",
    "send",
    "store",
];

/// The last calls of chains.
const VERBS: &[&str] = &["list", "get", "head", "post", "put", "patch", "delete"];

impl Evaluator<'_> {
    /// A method of a variable of which nothing is known yet: what is put into it tells.
    pub(super) fn put(
        &mut self,
        value: Value,
        variable: &Name,
        name: &Name,
        line: u32,
        arguments: &[Expr],
        scope: &mut Scope,
    ) -> Value {
        if !PUTS.contains(&&**name) {
            return self.method_of(value, name, line, arguments, scope);
        }
        let values = self.exprs(arguments, scope);
        let content = self.elsewhere(&values, scope);
        if content.matters() {
            scope.assign(variable, content.clone().inside());
            return content;
        }
        value
    }

    /// A method of a value.
    pub(super) fn method_of(
        &mut self,
        value: Value,
        name: &Name,
        line: u32,
        arguments: &[Expr],
        scope: &mut Scope,
    ) -> Value {
        match &value {
            Value::Client => self.of_node(CallTree::CLIENT, value, name, line, arguments, scope),
            Value::Node(place) => self.of_node(*place, value, name, line, arguments, scope),
            Value::Maybe(places) => {
                let places = places.clone();
                self.exprs(arguments, scope);
                self.of_maybe(&places, name, line, arguments.len(), scope)
            }
            Value::Lost => {
                self.exprs(arguments, scope);
                if VERBS.contains(&&**name) {
                    self.unresolved(line, scope.module);
                }
                Value::Lost
            }
            Value::Unknown => {
                let values = self.exprs(arguments, scope);
                self.elsewhere(&values, scope);
                let steps = self.steps.get(&**name).map_or(&[][..], Vec::as_slice);
                let places: Vec<usize> =
                    steps.iter().filter(|call| call.arguments == arguments.len()).map(|call| call.to).collect();
                if places.is_empty() {
                    return self.by_name(name);
                }
                Value::Maybe(places.into())
            }
            Value::Struct(..) | Value::Trait(_) => {
                if let Some((method, own)) = self.methods_of(&value, name) {
                    let values = self.exprs(arguments, scope);
                    let of = own.clone();
                    return self.method_call(&method, own, of, values);
                }
                if let Some(target) = self.target(&value) {
                    return self.method_of(target, name, line, arguments, scope);
                }
                let values = self.exprs(arguments, scope);
                let given = self.elsewhere(&values, scope);
                if SAME.contains(&&**name) {
                    return value;
                }
                if given.matters() { given } else { Value::Unknown }
            }
            Value::In(inner) => {
                let inner = inner.clone();
                self.of_container(&inner, &value, name, arguments, scope)
            }
            Value::Closure(_) | Value::Function(..) | Value::Method(..) | Value::Callable(..) => {
                let values = self.exprs(arguments, scope);
                match &**name {
                    "call" | "call_mut" | "call_once" => self.invoke(&value, values, scope),
                    _ => value,
                }
            }
            Value::Tuple(_) | Value::Foreign | Value::Text(_) => {
                if let Some((method, own)) = self.methods_of(&value, name)
                    && method.of.is_some()
                {
                    let values = self.exprs(arguments, scope);
                    let of = own.clone();
                    return self.method_call(&method, own, of, values);
                }
                let values = self.exprs(arguments, scope);
                let mut given = Vec::new();
                for closure in values.iter().filter(|value| is_code(value)) {
                    given.push(self.invoke(closure, vec![Value::Foreign, Value::Foreign], scope));
                }
                let best = Value::best(given.into_iter().chain(values.iter().filter(|value| !is_code(value)).cloned()));
                match best {
                    best if best.matters() => best.content().inside(),
                    _ if matches!(value, Value::Tuple(_) | Value::Text(_)) => value,
                    _ => Value::Foreign,
                }
            }
        }
    }

    /// A method of the client or one of its nodes.
    fn of_node(
        &mut self,
        place: usize,
        value: Value,
        name: &Name,
        line: u32,
        arguments: &[Expr],
        scope: &mut Scope,
    ) -> Value {
        if let Some(step) = self.tree.step(place, name) {
            self.exprs(arguments, scope);
            return Value::Node(step.to);
        }
        if let Some(verb) = self.tree.verb(place, name) {
            self.exprs(arguments, scope);
            self.call_found(line, scope.module, verb.to);
            return Value::Foreign;
        }
        if let Some((method, own)) = self.methods_of(&value, name) {
            let values = self.exprs(arguments, scope);
            let of = own.clone();
            return self.method_call(&method, own, of, values);
        }
        if place == CallTree::CLIENT && &**name == "raw" {
            return self.raw(line, arguments, scope);
        }
        let values = self.exprs(arguments, scope);
        let given = self.elsewhere(&values, scope);
        if SAME.contains(&&**name) {
            return value;
        }
        // `pipe`, `apply` and such run a closure on it.
        if values.iter().any(is_code) {
            for closure in values.iter().filter(|value| is_code(value)) {
                let result = self.invoke(closure, vec![value.clone()], scope);
                if result.matters() {
                    return result;
                }
            }
            return if given.matters() { given } else { Value::Foreign };
        }
        if place == CallTree::CLIENT && !VERBS.contains(&&**name) && !arguments.is_empty() {
            return Value::Foreign;
        }
        if VERBS.contains(&&**name) {
            self.unresolved(line, scope.module);
        }
        Value::Lost
    }

    /// A request that no page need document: it is one of the documented ones when its path is literal.
    fn raw(&mut self, line: u32, arguments: &[Expr], scope: &mut Scope) -> Value {
        let values = self.exprs(arguments, scope);
        let verb = match arguments.first() {
            Some(Expr::Path(path, _)) => path.last().and_then(|last| last.to_ascii_uppercase().parse::<Verb>().ok()),
            _ => None,
        };
        let operation = match (verb, values.get(1)) {
            (Some(verb), Some(Value::Text(url))) => self.router.find(verb, RequestUrl::parse(url).path),
            _ => None,
        };
        match operation {
            Some(operation) => self.call_found(line, scope.module, operation),
            None => self.unresolved(line, scope.module),
        }
        Value::Foreign
    }

    /// A chain on something unknown, as far as it may be one of the client's.
    fn of_maybe(&mut self, places: &Rc<[usize]>, name: &str, line: u32, arguments: usize, scope: &Scope) -> Value {
        let is_verb = |place: &usize| self.tree.verb(*place, name).is_some_and(|call| call.arguments == arguments);
        if places.iter().any(is_verb) {
            self.unresolved(line, scope.module);
            return Value::Foreign;
        }
        let step = |place: &usize| self.tree.step(*place, name).filter(|call| call.arguments == arguments);
        let next: Vec<usize> = places.iter().filter_map(step).map(|call| call.to).collect();
        if !next.is_empty() {
            return Value::Maybe(next.into());
        }
        if SAME.contains(&name) { Value::Maybe(places.clone()) } else { Value::Unknown }
    }

    /// A method of something unknown that only the program's own things have.
    fn by_name(&mut self, name: &str) -> Value {
        let Some([only]) = self.program.methods.get(name).map(Vec::as_slice) else { return Value::Unknown };
        let only = only.clone();
        let types = self.bounds(only.generics, Rc::from([]), only.module);
        match self.of_type(&only.function.output, &types, only.module) {
            Value::Client => Value::Unknown,
            Value::Node(place) => Value::Maybe(Rc::from([place])),
            Value::Foreign => Value::Foreign,
            _ => Value::Unknown,
        }
    }

    fn of_container(
        &mut self,
        inner: &Rc<Value>,
        value: &Value,
        name: &Name,
        arguments: &[Expr],
        scope: &mut Scope,
    ) -> Value {
        // A method of what is inside is one of a guard or of another thing that derefs.
        let is_plain = OUT.contains(&&**name) || SAME.contains(&&**name);
        if !is_plain
            && let Value::Struct(..) | Value::Trait(_) = &**inner
            && let Some((method, own)) = self.methods_of(inner, name)
        {
            let values = self.exprs(arguments, scope);
            let of = own.clone();
            return self.method_call(&method, own, of, values);
        }
        if let Some((method, own)) = self.methods_of(value, name)
            && method.of.is_some()
        {
            let values = self.exprs(arguments, scope);
            let of = own.clone();
            return self.method_call(&method, own, of, values);
        }
        let values = self.exprs(arguments, scope);
        let mut results = Vec::new();
        for closure in values.iter().filter(|value| is_code(value)) {
            results.push(self.invoke(closure, vec![(**inner).clone(), (**inner).clone()], scope));
        }
        let result = Value::best(results);
        if OUT.contains(&&**name) {
            if !inner.matters() && result.matters() {
                return result;
            }
            return (**inner).clone();
        }
        if MAPS.contains(&&**name) && values.iter().any(is_code) {
            return match result {
                Value::In(_) => result,
                result => result.inside(),
            };
        }
        value.clone()
    }
}
