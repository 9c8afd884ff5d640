//! Calls of functions and closures, and paths.

use std::rc::Rc;
use std::sync::Arc;

use super::ty::{is_container, is_transparent};
use super::{Evaluator, address};
use crate::program::{Method, Named, is_standard};
use crate::source::{Expr, Function, Generic, Name, Type};
use crate::value::{Closure, Scope, Value, find};

impl Evaluator<'_> {
    /// What a path stands for where a value is expected.
    pub(super) fn path(&mut self, path: &[Name], line: u32, scope: &Scope) -> Value {
        let Some((last, front)) = path.split_last() else { return Value::Foreign };
        if front.is_empty()
            && let Some(value) = scope.variable(last)
        {
            return value.clone();
        }
        let hint = front.last().map(|name| &**name);
        let program = self.program;
        if let Some((_, (ty, body))) = program.values.choose(last, scope.module, hint, &program.modules) {
            let (ty, body) = (*ty, *body);
            let declared = self.of_type(ty, &[], scope.module);
            if declared.matters() {
                return declared;
            }
            if let Expr::Text(text) = &**body {
                return Value::Text(Rc::from(text.as_str()));
            }
            return declared;
        }
        if program.functions.contains(last)
            && front.last().is_none_or(|name| name.chars().next().is_some_and(char::is_lowercase))
            && (front.is_empty() || !self.is_elsewhere(path, scope.module))
            && let Some((at, function)) = program.functions.choose(last, scope.module, hint, &program.modules)
        {
            return Value::Function(function.clone(), at);
        }
        if let [.., ty, _] = path
            && (ty.chars().next().is_some_and(char::is_uppercase) || find(&scope.types, ty).is_some())
        {
            let of = self.of_type(&Type::Path(front.to_vec(), Vec::new()), &scope.types, scope.module);
            if of.matters() {
                return Value::Method(Rc::new(of), last.clone(), line);
            }
        }
        if self.is_known_elsewhere(path, scope.module) {
            return Value::Foreign;
        }
        match self.program.named(path, scope.module, self.tree) {
            Named::Struct(index) => Value::Struct(index, Rc::from([])),
            _ if last.chars().next().is_some_and(char::is_uppercase) => Value::Foreign,
            _ => Value::Unknown,
        }
    }

    /// Whether a path leads out of the program.
    fn is_elsewhere(&self, path: &[Name], at: usize) -> bool {
        let full = self.program.expand(path, at);
        full.len() > 1 && full.first().is_some_and(|root| is_standard(root))
    }

    fn is_known_elsewhere(&self, path: &[Name], at: usize) -> bool {
        self.program.expand(path, at).first().is_some_and(|root| is_standard(root))
    }

    pub(super) fn call(&mut self, function: &Expr, arguments: &[Expr], scope: &mut Scope) -> Value {
        let Expr::Path(path, line) = function else {
            let function = self.expr(function, scope);
            let arguments = self.exprs(arguments, scope);
            return self.invoke(&function, arguments, scope);
        };
        let last = path.last().map_or("", |last| &**last);
        let known = self.path(path, *line, scope);
        match &known {
            Value::Closure(_) | Value::Function(..) | Value::Callable(..) => {
                let arguments = self.exprs(arguments, scope);
                return self.invoke(&known, arguments, scope);
            }
            Value::Method(of, name, _) => {
                let (of, name) = ((**of).clone(), name.clone());
                return self.associated(of, &name, *line, arguments, scope);
            }
            Value::Struct(index, _) => {
                let index = *index;
                let values = self.exprs(arguments, scope);
                let fields: Vec<(Name, Value)> =
                    (0..values.len()).map(|index| Name::from(index.to_string())).zip(values).collect();
                let made = self.filled(index, &fields);
                return match self.structure(path, &fields, scope) {
                    Value::Foreign => made,
                    value => value,
                };
            }
            _ => {}
        }
        let values = self.exprs(arguments, scope);
        let before = path.len().checked_sub(2).and_then(|index| path.get(index)).map_or("", |name| &**name);
        match last {
            "Some" | "Ok" | "Ready" => Value::best(values).inside(),
            "Err" | "drop" => Value::Foreign,
            _ if is_transparent(before) || matches!(last, "identity" | "take" | "replace" | "black_box") => {
                self.elsewhere(&values, scope)
            }
            _ if is_container(before) => match self.elsewhere(&values, scope) {
                value if value.matters() => value.inside(),
                _ => Value::Unknown.inside(),
            },
            _ => {
                let value = self.elsewhere(&values, scope);
                if value.matters() {
                    return value.inside();
                }
                if self.is_known_elsewhere(path, scope.module) || before.chars().next().is_some_and(char::is_uppercase)
                {
                    Value::Foreign
                } else {
                    Value::Unknown
                }
            }
        }
    }

    /// A function of a type: `Client::new(…)`, `UsersNode::list(node)`, `Context::load()`.
    fn associated(&mut self, of: Value, name: &Name, line: u32, arguments: &[Expr], scope: &mut Scope) -> Value {
        if let Some((method, own)) = self.methods_of(&of, name) {
            let mut values = self.exprs(arguments, scope);
            let own = match method.function.has_self && !values.is_empty() {
                true => values.remove(0),
                false => own,
            };
            return self.method_call(&method, own, of, values);
        }
        match &of {
            Value::Client if !self.is_step(&of, name) => {
                self.exprs(arguments, scope);
                match &**name {
                    "builder" => Value::Foreign,
                    _ => Value::Client,
                }
            }
            Value::Struct(..) | Value::Trait(_) | Value::Client | Value::Node(_) => match arguments.split_first() {
                Some((first, rest)) => {
                    let receiver = self.expr(first, scope);
                    let receiver = if receiver.matters() { receiver } else { of };
                    self.method_of(receiver, name, line, rest, scope)
                }
                // A constructor that a derive or a macro wrote.
                None => of,
            },
            _ => Value::best(self.exprs(arguments, scope)),
        }
    }

    fn is_step(&self, of: &Value, name: &str) -> bool {
        match of {
            Value::Client => self.tree.step(docbind_emitter::CallTree::CLIENT, name).is_some(),
            Value::Node(place) => self.tree.step(*place, name).is_some() || self.tree.verb(*place, name).is_some(),
            _ => false,
        }
    }

    /// A call of something that is a value.
    pub(super) fn invoke(&mut self, function: &Value, arguments: Vec<Value>, scope: &mut Scope) -> Value {
        match function {
            Value::Closure(closure) => {
                let closure = closure.clone();
                self.closure(&closure, arguments)
            }
            Value::Function(function, at) => {
                let (function, at) = (function.clone(), *at);
                self.function(&function, &[], Rc::from([]), None, arguments, at)
            }
            Value::Method(of, name, line) => {
                let (of, name, line) = ((**of).clone(), name.clone(), *line);
                match arguments.into_iter().next() {
                    Some(receiver) if receiver.matters() => self.method_of(receiver, &name, line, &[], scope),
                    _ => self.method_of(of, &name, line, &[], scope),
                }
            }
            Value::Callable(parameters, output) => {
                let (parameters, output) = (parameters.clone(), output.clone());
                self.give(&arguments, &parameters);
                (*output).clone()
            }
            Value::In(inner) => {
                let inner = inner.clone();
                self.invoke(&inner, arguments, scope)
            }
            Value::Foreign => {
                self.elsewhere(&arguments, scope);
                Value::Foreign
            }
            _ => {
                self.elsewhere(&arguments, scope);
                Value::Unknown
            }
        }
    }

    /// Closures that go where only the types of their parameters are known.
    fn give(&mut self, arguments: &[Value], parameters: &[Value]) {
        for (argument, parameter) in arguments.iter().zip(parameters) {
            if let (Value::Closure(closure), Value::Callable(given, _)) = (argument, parameter) {
                let (closure, given) = (closure.clone(), given.to_vec());
                self.closure(&closure, given);
            }
        }
    }

    /// What another crate's function gives: what it was given or what a closure among it gives, if that matters.
    pub(super) fn elsewhere(&mut self, arguments: &[Value], scope: &mut Scope) -> Value {
        let content = Value::best(arguments.iter().filter(|value| !is_code(value)).map(Value::content));
        let mut values = Vec::new();
        for argument in arguments {
            if is_code(argument) {
                let given = if content.matters() { content.clone() } else { Value::Unknown };
                values.push(self.invoke(argument, vec![given.clone(), given], scope));
            }
        }
        let best = Value::best(values);
        if best.matters() { best } else { content }
    }

    /// Runs a closure.
    pub(super) fn closure(&mut self, closure: &Closure, arguments: Vec<Value>) -> Value {
        self.called.insert(address(&closure.body));
        if self.depth >= super::DEPTH {
            return Value::Unknown;
        }
        let mut scope = closure.scope.clone();
        let mut arguments = arguments.into_iter();
        for (pattern, ty) in &closure.parameters {
            let given = arguments.next().unwrap_or(Value::Unknown);
            let told = self.of_type(ty, &scope.types, scope.module);
            self.bind(pattern, Value::best([told, given]), &mut scope);
        }
        let before = std::mem::take(&mut self.returns);
        self.depth += 1;
        let value = self.expr(&closure.body, &mut scope);
        self.depth -= 1;
        let returned = std::mem::replace(&mut self.returns, before);
        let told = self.of_type(&closure.output, &scope.types, scope.module);
        Value::best(returned.into_iter().chain([value, told]))
    }

    /// Calls a function of the program.
    pub(super) fn function(
        &mut self,
        function: &Arc<Function>,
        generics: &[Generic],
        types: Rc<[(Name, Value)]>,
        own: Option<Value>,
        arguments: Vec<Value>,
        at: usize,
    ) -> Value {
        let mut found: Vec<(Name, Value)> = types.to_vec();
        for ((_, ty), value) in function.parameters.iter().zip(&arguments) {
            if value.matters() {
                self.infer(ty, value, &function.generics, &mut found);
                self.infer(ty, value, generics, &mut found);
            }
        }
        let found = self.bounds(generics, found.into(), at);
        let types = self.bounds(&function.generics, found, at);
        let declared: Vec<Value> = function.parameters.iter().map(|(_, ty)| self.of_type(ty, &types, at)).collect();
        self.give(&arguments, &declared);
        let is_open = super::is_open(function, generics) || own.is_some();
        let output = self.of_type(&function.output, &types, at);
        let is_opaque = matches!(output, Value::Unknown)
            || matches!(output, Value::In(ref inner) if matches!(**inner, Value::Unknown));
        if !is_open && !is_opaque {
            return output;
        }
        self.called.insert(address(function));
        // A value says more than the type of its parameter, unless the type is one of those that are followed.
        let arguments = declared
            .into_iter()
            .zip(arguments.into_iter().map(Some).chain(std::iter::repeat(None)))
            .map(|(declared, given)| match (declared, given) {
                (declared, None) => declared,
                (Value::Callable(..) | Value::Trait(_) | Value::Unknown | Value::Foreign, Some(given)) => given,
                (declared, Some(_)) => declared,
            })
            .collect();
        let given = self.body(function, types, own, arguments, at);
        // A declared type says it better, but for those that are open.
        let is_vague = match &output {
            Value::Trait(_) => given.matters(),
            Value::Struct(_, types) => types.is_empty() && super::is_same(&output, &given),
            _ => is_opaque,
        };
        if is_vague { given } else { output }
    }

    /// Calls a function of a type or a trait.
    pub(super) fn method_call(&mut self, method: &Method<'_>, own: Value, of: Value, arguments: Vec<Value>) -> Value {
        let mut types: Vec<(Name, Value)> = match &own {
            Value::Struct(_, types) => types.to_vec(),
            _ => Vec::new(),
        };
        if let (Some(Type::Path(_, arguments)), Value::Struct(_, known)) = (method.of, &own) {
            // The type parameters of the implementation are called as it likes.
            let known: Vec<Value> = known.iter().map(|(_, value)| value.clone()).collect();
            for (argument, value) in arguments.iter().zip(&known) {
                self.infer(argument, value, method.generics, &mut types);
            }
        }
        types.push((Name::from("Self"), of));
        let own = method.function.has_self.then_some(own);
        let types: Rc<[(Name, Value)]> = types.into();
        if method.function.body.is_none() {
            let types = self.bounds(method.generics, types, method.module);
            let types = self.bounds(&method.function.generics, types, method.module);
            let declared: Vec<Value> =
                method.function.parameters.iter().map(|(_, ty)| self.of_type(ty, &types, method.module)).collect();
            self.give(&arguments, &declared);
            return self.of_type(&method.function.output, &types, method.module);
        }
        self.function(&method.function, method.generics, types, own, arguments, method.module)
    }
}

/// Whether a value is there to be called.
pub(super) fn is_code(value: &Value) -> bool {
    matches!(value, Value::Closure(_) | Value::Function(..) | Value::Method(..))
}
