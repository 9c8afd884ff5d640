//! All declarations of the sources, by name, and what paths mean.

use std::cell::RefCell;
use std::sync::Arc;

use docbind_emitter::CallTree;
use foldhash::{HashMap, HashMapExt, HashSet};

use crate::source::{Body, File, Function, Generic, Item, Module, Name, Struct, Type};

/// The declarations of all files.
pub(crate) struct Program<'a> {
    pub(crate) modules: Vec<Place<'a>>,
    pub(crate) structs: Vec<(usize, &'a Struct)>,
    pub(crate) functions: HashMap<&'a str, Vec<(usize, Arc<Function>)>>,
    pub(crate) values: HashMap<&'a str, Vec<(usize, Constant<'a>)>>,
    pub(crate) aliases: HashMap<&'a str, Vec<(usize, &'a Type)>>,
    pub(crate) methods: HashMap<&'a str, Vec<Method<'a>>>,
    pub(crate) traits: HashSet<&'a str>,
    pub(crate) macros: HashMap<&'a str, &'a str>,
    /// Types that stand for another one: `impl Deref for Context { type Target = Client; }`.
    pub(crate) targets: Vec<(usize, &'a Type, &'a Type)>,
    struct_names: HashMap<&'a str, Vec<(usize, usize)>>,
    /// Modules of the program that a build script's file is included in.
    includes: HashSet<&'a str>,
    children: HashSet<&'a str>,
    /// Crates beside the program that were not generated.
    others: &'a HashSet<String>,
    /// What paths were found to mean, by the module that they stand in.
    known: RefCell<HashMap<(usize, Vec<Name>), Named<'a>>>,
}

/// The type and the value of a constant or a static.
pub(crate) type Constant<'a> = (&'a Type, &'a Body);

/// A module and its file.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) file: usize,
    pub(crate) module: &'a Module,
    /// The name of the module; that of the file for the file itself.
    name: &'a str,
}

/// A function of a type or a trait.
#[derive(Clone)]
pub(crate) struct Method<'a> {
    pub(crate) module: usize,
    /// Nothing for what a trait itself says.
    pub(crate) of: Option<&'a Type>,
    pub(crate) in_trait: Option<&'a str>,
    pub(crate) generics: &'a [Generic],
    pub(crate) function: Arc<Function>,
}

/// What the path of a type leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Named<'a> {
    Client,
    Node(usize),
    Struct(usize),
    Alias(usize, &'a Type),
    Trait(&'a str),
    /// A type of another crate, or of none that is known.
    Foreign,
}

impl<'a> Program<'a> {
    pub(crate) fn new(files: &'a [File], others: &'a HashSet<String>) -> Self {
        let mut program = Self {
            modules: Vec::new(),
            structs: Vec::new(),
            functions: HashMap::new(),
            values: HashMap::new(),
            aliases: HashMap::new(),
            methods: HashMap::new(),
            traits: HashSet::default(),
            macros: HashMap::new(),
            targets: Vec::new(),
            struct_names: HashMap::new(),
            includes: HashSet::default(),
            children: HashSet::default(),
            others,
            known: RefCell::default(),
        };
        for (file, source) in files.iter().enumerate() {
            let stem = stem(&source.path);
            for module in &source.modules {
                let name = if module.name.is_empty() { stem } else { module.name.as_str() };
                let at = program.modules.len();
                program.modules.push(Place { file, module, name });
                program.children.extend(module.children.iter().map(|child| &**child));
                if module.includes {
                    program.includes.insert(name);
                }
                for item in &module.items {
                    program.declare(at, item);
                }
            }
        }
        program
    }

    fn declare(&mut self, at: usize, item: &'a Item) {
        match item {
            Item::Function(function) => {
                self.functions.entry(&function.name).or_default().push((at, function.clone()));
            }
            Item::Struct(item) => {
                self.struct_names.entry(&item.name).or_default().push((at, self.structs.len()));
                self.structs.push((at, item));
            }
            Item::Value { name, ty, body } => self.values.entry(name).or_default().push((at, (ty, body))),
            Item::Alias { name, ty } => self.aliases.entry(name).or_default().push((at, ty)),
            Item::Trait { name, functions } => {
                self.traits.insert(name);
                for function in functions {
                    let method = Method {
                        module: at,
                        of: None,
                        in_trait: Some(name),
                        generics: &[],
                        function: function.clone(),
                    };
                    self.methods.entry(&function.name).or_default().push(method);
                }
            }
            Item::Impl { ty, of, generics, target, functions } => {
                if let Some(target) = target {
                    self.targets.push((at, ty, target));
                }
                for function in functions {
                    let method = Method {
                        module: at,
                        of: Some(ty),
                        in_trait: of.as_deref(),
                        generics,
                        function: function.clone(),
                    };
                    self.methods.entry(&function.name).or_default().push(method);
                }
            }
            Item::Macro { name, text } => {
                self.macros.insert(name, text);
            }
            Item::Code(_) => {}
        }
    }

    /// The one of several declarations of a name that is meant in a module: its own, one of the module that the path
    /// names, one of its file, or the only one there is.
    pub(crate) fn choose<'s, T>(&self, candidates: &'s [(usize, T)], at: usize, hint: Option<&str>) -> Option<&'s T> {
        let file = |module: usize| self.modules.get(module).map(|place| place.file);
        let named = |module: usize| self.modules.get(module).map(|place| place.name);
        let only = |mut list: Box<dyn Iterator<Item = &'s (usize, T)> + '_>| {
            let first = list.next();
            if list.next().is_none() { first } else { None }
        };
        let hint = hint.filter(|hint| !matches!(*hint, "crate" | "self" | "super"));
        if let Some(hint) = hint {
            let found = only(Box::new(candidates.iter().filter(|(module, _)| named(*module) == Some(hint))));
            if let Some((_, found)) = found {
                return Some(found);
            }
        }
        let own = candidates.iter().find(|(module, _)| *module == at);
        let near = || only(Box::new(candidates.iter().filter(|(module, _)| file(*module) == file(at))));
        own.or_else(near).or_else(|| only(Box::new(candidates.iter()))).map(|(_, found)| found)
    }

    /// A path as it is from the root of its crate, as far as the names of the module tell.
    pub(crate) fn expand(&self, path: &[Name], at: usize) -> Vec<Name> {
        let mut path = path.to_vec();
        // A name may stand for another one a few times over; more is a circle.
        for _ in 0..4 {
            let Some(first) = path.first().cloned() else { break };
            let uses = self.modules.get(at).map_or(&[][..], |place| place.module.uses.as_slice());
            let found = uses.iter().find(|used| used.name.as_deref() == Some(&*first));
            match found {
                Some(used) if used.path.first() != Some(&first) || used.path.len() > 1 => {
                    let rest = path.split_off(1);
                    path = used.path.iter().cloned().chain(rest).collect();
                    // `use graph::Client` names it for good; only `self::` and renamed crates go on.
                    if used.path.len() > 1 && used.path.first() == Some(&first) {
                        break;
                    }
                }
                _ => break,
            }
        }
        path
    }

    /// Whether the root of a path is another crate than the program's own.
    fn is_external(&self, root: &str) -> bool {
        !matches!(root, "crate" | "self" | "super") && !self.children.contains(root)
    }

    /// Whether a crate, or a module that a build script writes, may be a generated one.
    fn is_generated(&self, root: &str) -> bool {
        self.includes.contains(root) || self.is_external(root) && !is_standard(root) && !self.others.contains(root)
    }

    /// What the path of a type means in a module.
    pub(crate) fn named(&self, path: &[Name], at: usize, tree: &CallTree) -> Named<'a> {
        let key = (at, path.to_vec());
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        let full = self.expand(path, at);
        let named = self.named_full(&full, path.len() == 1, at, tree, 0);
        self.known.borrow_mut().insert(key, named);
        named
    }

    fn named_full(&self, full: &[Name], is_bare: bool, at: usize, tree: &CallTree, depth: usize) -> Named<'a> {
        let (Some(last), Some(root)) = (full.last(), full.first()) else { return Named::Foreign };
        let before = full.len().checked_sub(2).and_then(|index| full.get(index)).map(|name| &**name);
        let external = full.len() > 1 && (self.is_external(root) || self.is_inside_generated(full));
        if !external && let Some(found) = self.own(last, before, at) {
            return found;
        }
        if full.len() > 1 && (self.is_generated(root) && external || self.is_inside_generated(full)) {
            if let Some(found) = generated(full, tree) {
                return found;
            }
            return Named::Foreign;
        }
        if external || depth > 3 {
            return Named::Foreign;
        }
        // A name that comes with all of a module's, or by way of another module of the program.
        if is_bare && full.len() == 1 {
            let uses = self.modules.get(at).map_or(&[][..], |place| place.module.uses.as_slice());
            for used in uses.iter().filter(|used| used.name.is_none()) {
                let through = self.expand(&used.path, at);
                let path: Vec<Name> = through.iter().cloned().chain([last.clone()]).collect();
                let found = self.named_full(&path, false, at, tree, depth + 1);
                if found != Named::Foreign {
                    return found;
                }
            }
            return Named::Foreign;
        }
        self.re_exported(last, before, tree, depth)
    }

    /// A declaration of the program.
    fn own(&self, last: &str, before: Option<&str>, at: usize) -> Option<Named<'a>> {
        if let Some(index) = self.struct_names.get(last).and_then(|list| self.choose(list, at, before)) {
            return Some(Named::Struct(*index));
        }
        if let Some(list) = self.aliases.get(last)
            && let Some(ty) = self.choose(list, at, before)
            && let Some((module, _)) = list.iter().find(|(_, other)| std::ptr::eq(*other, *ty))
        {
            return Some(Named::Alias(*module, ty));
        }
        self.traits.get(last).map(|name| Named::Trait(name))
    }

    /// What other modules of the program pass on under a name.
    fn re_exported(&self, last: &Name, before: Option<&str>, tree: &CallTree, depth: usize) -> Named<'a> {
        for (index, place) in self.modules.iter().enumerate() {
            let is_meant =
                before.is_none_or(|before| matches!(before, "crate" | "self" | "super") || before == place.name);
            if !is_meant {
                continue;
            }
            for used in &place.module.uses {
                let path: Vec<Name> = match &used.name {
                    Some(name) if **name == **last => used.path.clone(),
                    Some(_) => continue,
                    None => used.path.iter().cloned().chain([last.clone()]).collect(),
                };
                let full = self.expand(&path, index);
                let found = self.named_full(&full, false, index, tree, depth + 1);
                if found != Named::Foreign {
                    return found;
                }
            }
        }
        Named::Foreign
    }

    /// Whether a path of the program goes through a module that a build script writes.
    fn is_inside_generated(&self, full: &[Name]) -> bool {
        full.iter().rev().skip(1).any(|part| self.includes.contains(&**part))
    }
}

/// A type of a generated crate.
fn generated<'a>(full: &[Name], tree: &CallTree) -> Option<Named<'a>> {
    let last = full.last()?;
    if &**last == "Client" {
        return Some(Named::Client);
    }
    let places = tree.of_type(last);
    let is_in = |place: &&usize| tree.node(**place).is_some_and(|node| full.iter().any(|part| **part == *node.area));
    places.iter().find(is_in).or_else(|| places.first()).map(|place| Named::Node(*place))
}

/// Crates that hold no client for certain.
pub(crate) fn is_standard(root: &str) -> bool {
    matches!(
        root,
        "std"
            | "core"
            | "alloc"
            | "tokio"
            | "futures"
            | "futures_util"
            | "serde"
            | "serde_json"
            | "anyhow"
            | "tracing"
            | "log"
            | "reqwest"
            | "hyper"
            | "http"
            | "bytes"
            | "clap"
            | "url"
            | "chrono"
            | "regex"
            | "rayon"
            | "azure_identity"
            | "azure_core"
            | "tempfile"
            | "async_trait"
            | "uuid"
            | "time"
            | "itertools"
    )
}

/// The name that a file gives its module.
fn stem(path: &str) -> &str {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
