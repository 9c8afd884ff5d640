//! Follows the client and its nodes through the program: an interpreter that knows no values, only what they are.

mod bind;
mod call;
mod method;
mod ty;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use docbind_emitter::CallTree;
use docbind_ir::Router;
use foldhash::{HashMap, HashMapExt, HashSet};

use crate::program::{Method, Program};
use crate::source::{Expr, Function, Item, Name, Statement, Type};
use crate::value::{Closure, Scope, Value};
use crate::{lower, macros};

/// So deep may functions call one another while they are followed.
const DEPTH: usize = 40;

/// A call or what may be one, by file and line.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// With the place of the operation in the model.
    pub(crate) calls: BTreeSet<(usize, u32, usize)>,
    pub(crate) unresolved: BTreeSet<(usize, u32)>,
}

/// The interpreter.
pub(crate) struct Evaluator<'a> {
    program: &'a Program<'a>,
    tree: &'a CallTree,
    router: &'a Router<'a>,
    /// Where each step leads, for things of unknown type.
    steps: HashMap<&'a str, Vec<docbind_emitter::Call>>,
    found: Found,
    /// What functions gave for their arguments; nothing while they run.
    results: HashMap<(usize, String), Option<Value>>,
    /// Functions, closures that were called by someone who knows what with.
    called: HashSet<usize>,
    waiting: Vec<Rc<Closure>>,
    returns: Vec<Value>,
    /// The functions of types, by the type and their name.
    methods: HashMap<(String, Name), &'a Method<'a>>,
    /// The first function of each name that a trait declares.
    declared: HashMap<&'a str, &'a Method<'a>>,
    /// What types stand for, with the module that says so.
    targets: HashMap<String, (usize, &'a Type)>,
    /// The line of the macro call whose expansion is looked at.
    line: Option<u32>,
    depth: usize,
}

impl<'a> Evaluator<'a> {
    pub(crate) fn new(program: &'a Program<'a>, tree: &'a CallTree, router: &'a Router<'a>) -> Self {
        let mut steps: HashMap<&str, Vec<docbind_emitter::Call>> = HashMap::new();
        for (name, call) in tree.steps() {
            steps.entry(name).or_default().push(call);
        }
        Self {
            program,
            tree,
            router,
            steps,
            found: Found::default(),
            results: HashMap::new(),
            called: HashSet::default(),
            waiting: Vec::new(),
            returns: Vec::new(),
            methods: HashMap::new(),
            declared: HashMap::new(),
            targets: HashMap::new(),
            line: None,
            depth: 0,
        }
    }

    /// Everything that the program calls.
    pub(crate) fn run(mut self) -> Found {
        let program = self.program;
        self.index();
        // What stands open for types is looked at by its callers, and by itself only if nobody calls it.
        for late in [false, true] {
            for (at, place) in program.modules.iter().enumerate() {
                for item in &place.module.items {
                    self.item(item, at, late);
                }
            }
            self.rest();
        }
        self.found
    }

    fn item(&mut self, item: &Item, at: usize, late: bool) {
        let scope = || Scope { module: at, ..Scope::default() };
        match item {
            Item::Function(function) if is_open(function, &[]) == late => self.by_itself(function, &[], None, at),
            Item::Value { body, .. } | Item::Code(body) if !late => {
                self.expr(body, &mut scope());
            }
            Item::Impl { ty, generics, functions, .. } => {
                for function in functions {
                    if is_open(function, generics) == late {
                        self.by_itself(function, generics, Some(ty), at);
                    }
                }
            }
            Item::Trait { name, functions } if late => {
                for function in functions.iter().filter(|function| function.body.is_some()) {
                    if !self.called.contains(&address(function)) {
                        let types = Rc::from([(Name::from("Self"), Value::Trait(name.clone()))]);
                        self.declared(function, types, Some(Value::Trait(name.clone())), at);
                    }
                }
            }
            _ => {}
        }
    }

    /// Looks at a function with what its declaration says of its parameters.
    fn by_itself(
        &mut self,
        function: &Arc<Function>,
        generics: &[crate::source::Generic],
        of: Option<&Type>,
        at: usize,
    ) {
        if is_open(function, generics) && self.called.contains(&address(function)) {
            return;
        }
        let types = self.bounds(generics, Rc::from([]), at);
        let own = of.map(|ty| self.of_type(ty, &types, at));
        let types: Rc<[(Name, Value)]> =
            types.iter().cloned().chain(own.clone().map(|own| (Name::from("Self"), own))).collect();
        self.declared(function, types, own, at);
    }

    fn declared(&mut self, function: &Arc<Function>, types: Rc<[(Name, Value)]>, own: Option<Value>, at: usize) {
        let types = self.bounds(&function.generics, types, at);
        let arguments = function.parameters.iter().map(|(_, ty)| self.of_type(ty, &types, at)).collect();
        self.body(function, types, own, arguments, at);
    }

    /// Closures that nobody was seen to call.
    fn rest(&mut self) {
        while let Some(closure) = self.waiting.pop() {
            if !self.called.contains(&address(&closure.body)) {
                self.closure(&closure, Vec::new());
            }
        }
    }

    /// Runs the body of a function; the value that it gives.
    fn body(
        &mut self,
        function: &Arc<Function>,
        types: Rc<[(Name, Value)]>,
        own: Option<Value>,
        arguments: Vec<Value>,
        at: usize,
    ) -> Value {
        let Some(body) = &function.body else { return Value::Unknown };
        let mut key = String::new();
        own.iter().chain(&arguments).for_each(|value| value.key(&mut key));
        types.iter().for_each(|(_, value)| value.key(&mut key));
        let key = (address(function), key);
        if let Some(known) = self.results.get(&key) {
            return known.clone().unwrap_or(Value::Unknown);
        }
        if self.depth >= DEPTH {
            return Value::Unknown;
        }
        self.results.insert(key.clone(), None);
        let mut scope = Scope { module: at, variables: Vec::new(), types };
        if let Some(own) = own {
            scope.define(&Name::from("self"), own);
        }
        for ((pattern, _), value) in function.parameters.iter().zip(arguments) {
            self.bind(pattern, value, &mut scope);
        }
        let before = (std::mem::take(&mut self.returns), self.line.take());
        self.depth += 1;
        let value = self.expr(body, &mut scope);
        self.depth -= 1;
        let (returns, line) = before;
        self.line = line;
        let value = Value::best(std::mem::replace(&mut self.returns, returns).into_iter().chain([value]));
        self.results.insert(key, Some(value.clone()));
        value
    }

    fn exprs(&mut self, exprs: &[Expr], scope: &mut Scope) -> Vec<Value> {
        exprs.iter().map(|expr| self.expr(expr, scope)).collect()
    }

    /// What an expression gives; calls in it are noted.
    fn expr(&mut self, expr: &Expr, scope: &mut Scope) -> Value {
        match expr {
            Expr::Parts(parts) => {
                self.exprs(parts, scope);
                Value::Foreign
            }
            Expr::Path(path, line) => self.path(path, *line, scope),
            Expr::Text(text) => Value::Text(Rc::from(text.as_str())),
            Expr::Format(template) => Value::Text(Rc::from(holes(template).as_str())),
            Expr::Call { function, arguments } => self.call(function, arguments, scope),
            Expr::Method { receiver, name, line, arguments } => {
                let value = self.expr(receiver, scope);
                if let Expr::Path(path, _) = &**receiver
                    && let [variable] = path.as_slice()
                    && !value.matters()
                {
                    return self.put(value, variable, name, *line, arguments, scope);
                }
                self.method_of(value, name, *line, arguments, scope)
            }
            Expr::Field(of, name) => {
                let value = self.expr(of, scope);
                self.field(&value, name)
            }
            Expr::Closure { parameters, output, body } => {
                let closure = Rc::new(Closure {
                    parameters: parameters.clone(),
                    output: output.clone(),
                    body: body.clone(),
                    scope: scope.clone(),
                });
                self.waiting.push(closure.clone());
                Value::Closure(closure)
            }
            Expr::Block(statements) => self.block(statements, scope),
            Expr::Either(ways) => Value::best(self.exprs(ways, scope)),
            Expr::Match(value, arms) => {
                let value = self.expr(value, scope);
                let mut values = Vec::with_capacity(arms.len());
                for (pattern, body) in arms {
                    let before = scope.variables.len();
                    self.bind(pattern, value.clone(), scope);
                    values.push(self.expr(body, scope));
                    scope.variables.truncate(before);
                }
                Value::best(values)
            }
            Expr::Loop { pattern, over, body } => {
                let value = self.expr(over, scope).content();
                let before = scope.variables.len();
                self.bind(pattern, value, scope);
                self.expr(body, scope);
                scope.variables.truncate(before);
                Value::Foreign
            }
            Expr::Try(of) => self.expr(of, scope).content(),
            Expr::Index(of) => self.expr(of, scope).content(),
            Expr::Tuple(parts) => Value::Tuple(self.exprs(parts, scope).into()),
            Expr::List(parts) => Value::best(self.exprs(parts, scope)).inside(),
            Expr::Struct(path, fields) => {
                let fields: Vec<(Name, Value)> =
                    fields.iter().map(|(name, expr)| (name.clone(), self.expr(expr, scope))).collect();
                self.structure(path, &fields, scope)
            }
            Expr::Assign(to, value) => {
                let value = self.expr(value, scope);
                match &**to {
                    Expr::Path(path, _) => {
                        if let [variable] = path.as_slice() {
                            scope.assign(variable, value);
                        }
                    }
                    to => {
                        self.expr(to, scope);
                    }
                }
                Value::Foreign
            }
            Expr::Cast(ty) => self.of_type(ty, &scope.types, scope.module),
            Expr::Return(value) => {
                let value = self.expr(value, scope);
                self.returns.push(value);
                Value::Foreign
            }
            Expr::Let(pattern, value) => {
                let value = self.expr(value, scope);
                self.bind(pattern, value, scope);
                Value::Foreign
            }
            Expr::Macro { name, line, text, parts } => self.invocation(name, *line, text, parts, scope),
        }
    }

    fn block(&mut self, statements: &[Statement], scope: &mut Scope) -> Value {
        let before = scope.variables.len();
        let mut last = Value::Foreign;
        for statement in statements {
            last = Value::Foreign;
            match statement {
                Statement::Let(pattern, value, otherwise) => {
                    if let Some(otherwise) = otherwise {
                        self.expr(otherwise, scope);
                    }
                    let value = value.as_ref().map_or(Value::Unknown, |value| self.expr(value, scope));
                    self.bind(pattern, value, scope);
                }
                Statement::Expr(expr, ends) => {
                    let value = self.expr(expr, scope);
                    if !ends {
                        last = value;
                    }
                }
            }
        }
        scope.variables.truncate(before);
        last
    }

    /// A call of a macro: one of the program is expanded, any other takes expressions.
    fn invocation(&mut self, name: &str, line: u32, text: &str, parts: &[Expr], scope: &mut Scope) -> Value {
        if let Some(rules) = self.program.macros.get(name) {
            let expanded = if self.depth < DEPTH { macros::expand(rules, text) } else { None };
            if let Some((expr, _)) = expanded.and_then(|text| lower::expansion(&text)) {
                let before = self.line;
                self.line = before.or(Some(line));
                self.depth += 1;
                let value = self.expr(&expr, scope);
                self.depth -= 1;
                self.line = before;
                return value;
            }
        }
        let values = self.exprs(parts, scope);
        if parts.is_empty() {
            self.soup(text, line, scope.module);
        }
        match name {
            "vec" | "smallvec" => Value::best(values).inside(),
            "join" | "try_join" | "tuple" => Value::Tuple(values.into()),
            "println" | "print" | "eprintln" | "eprint" | "write" | "writeln" | "assert" | "assert_eq"
            | "assert_ne" | "debug_assert" | "panic" | "matches" | "info" | "debug" | "warn" | "error" | "trace"
            | "json" | "format_args" | "bail" | "unreachable" | "todo" | "unimplemented" | "concat" | "stringify"
            | "env" => Value::Foreign,
            _ => match Value::best(values) {
                Value::Foreign => Value::Unknown,
                value => value,
            },
        }
    }

    /// Tokens that are no expressions: a chain of the client's among them is told, since nobody can say what becomes of it.
    fn soup(&mut self, text: &str, line: u32, at: usize) {
        let mut place = None;
        for part in text.split('.').skip(1) {
            let part = part.trim_start();
            let end = part.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(part.len());
            let Some((name, rest)) = part.split_at_checked(end) else { continue };
            if !rest.trim_start().starts_with('(') {
                continue;
            }
            let step = |from: usize| self.tree.step(from, name).map(|call| call.to);
            if place.is_some_and(|place| self.tree.verb(place, name).is_some()) {
                self.unresolved(line, at);
                return;
            }
            place = place.and_then(step).or_else(|| step(CallTree::CLIENT)).or(place);
        }
    }

    fn call_found(&mut self, line: u32, at: usize, operation: usize) {
        let file = self.program.modules.get(at).map_or(0, |place| place.file);
        self.found.calls.insert((file, self.line.unwrap_or(line), operation));
    }

    fn unresolved(&mut self, line: u32, at: usize) {
        let file = self.program.modules.get(at).map_or(0, |place| place.file);
        self.found.unresolved.insert((file, self.line.unwrap_or(line)));
    }

    /// Where the functions of each type are found.
    fn index(&mut self) {
        let program = self.program;
        let mut methods: Vec<&Method<'a>> = program.methods.values().flatten().collect();
        methods.sort_by_key(|method| (method.module, &method.function.name));
        for method in methods {
            let key = match method.of {
                // `impl<T: Bound> Trait for T`
                Some(Type::Path(path, _)) if is_generic(path, method.generics) => EVERYTHING.to_owned(),
                Some(ty) => {
                    let types = self.bounds(method.generics, Rc::from([]), method.module);
                    match owner(&self.of_type(ty, &types, method.module)) {
                        Some(owner) => owner,
                        None => continue,
                    }
                }
                None => {
                    self.declared.entry(&method.function.name).or_insert(method);
                    method.in_trait.map(|name| format!("trait {name}")).unwrap_or_default()
                }
            };
            self.methods.entry((key, method.function.name.clone())).or_insert(method);
        }
        for (module, ty, target) in &program.targets {
            if let Some(owner) = owner(&self.of_type(ty, &[], *module)) {
                self.targets.entry(owner).or_insert((*module, target));
            }
        }
    }

    /// The function of a name that a value has.
    fn methods_of(&mut self, value: &Value, name: &Name) -> Option<(Method<'a>, Value)> {
        let program = self.program;
        if !program.methods.contains_key(&**name) {
            return None;
        }
        let find = |key: String| self.methods.get(&(key, name.clone())).copied();
        let own = owner(value).and_then(find).or_else(|| find(EVERYTHING.to_owned()));
        let declared = || match value {
            // Its own functions are among those above.
            Value::Trait(_) => None,
            _ => self.declared.get(&**name).copied(),
        };
        own.or_else(declared).map(|method| (method.clone(), value.clone()))
    }
}

/// The owner of functions that every type has.
const EVERYTHING: &str = "*";

/// What tells the types apart that functions belong to.
fn owner(value: &Value) -> Option<String> {
    Some(match value {
        Value::Client => "client".to_owned(),
        Value::Node(place) => format!("node {place}"),
        Value::Struct(index, _) => format!("struct {index}"),
        Value::Trait(name) => format!("trait {name}"),
        Value::In(inner) => format!("in {}", owner(inner)?),
        _ => return None,
    })
}

/// Whether callers decide what a function is about.
fn is_open(function: &Function, generics: &[crate::source::Generic]) -> bool {
    fn open(ty: &Type) -> bool {
        match ty {
            Type::Bounds(_) | Type::Function(..) => true,
            Type::Path(_, arguments) => arguments.iter().any(open),
            Type::Tuple(parts) => parts.iter().any(open),
            Type::List(inner) | Type::Associated(_, inner) => open(inner),
            Type::Other | Type::Inferred => false,
        }
    }
    !generics.is_empty() || !function.generics.is_empty() || function.parameters.iter().any(|(_, ty)| open(ty))
}

fn is_generic(path: &[Name], generics: &[crate::source::Generic]) -> bool {
    matches!(path, [only] if generics.iter().any(|generic| *generic.name == **only))
}

/// Whether two values are of one type.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Client, Value::Client) => true,
        (Value::Node(a), Value::Node(b)) => a == b,
        (Value::Struct(a, _), Value::Struct(b, _)) => a == b,
        (Value::Trait(a), Value::Trait(b)) => a == b,
        (Value::In(a), Value::In(b)) => is_same(a, b),
        _ => false,
    }
}

/// A number for a thing that lives as long as the program.
fn address<T>(of: &Arc<T>) -> usize {
    Arc::as_ptr(of) as usize
}

/// A template with its places filled in by something that fits a parameter.
fn holes(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut depth = 0;
    for c in template.chars() {
        match c {
            '{' => {
                depth += 1;
                if depth == 1 {
                    text.push_str("{id}");
                }
            }
            '}' if depth > 0 => depth -= 1,
            c if depth == 0 => text.push(c),
            _ => {}
        }
    }
    text
}
