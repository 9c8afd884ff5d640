//! All declarations of the sources, by name, and what paths mean.

use std::cell::RefCell;
use std::sync::Arc;

use docbind_emitter::CallTree;
use foldhash::{HashMap, HashMapExt, HashSet};

use crate::names::Names;
use crate::source::{Body, File, Function, Generic, Item, Module, Name, Struct, Type, Use};

/// The declarations of all files.
pub(crate) struct Program<'a> {
    pub(crate) modules: Vec<Place<'a>>,
    pub(crate) structs: Vec<(usize, &'a Struct)>,
    pub(crate) functions: Names<'a, Arc<Function>>,
    pub(crate) values: Names<'a, Constant<'a>>,
    aliases: Names<'a, &'a Type>,
    pub(crate) methods: HashMap<&'a str, Vec<Method<'a>>>,
    pub(crate) traits: HashSet<&'a str>,
    pub(crate) macros: HashMap<&'a str, &'a str>,
    /// Types that stand for another one: `impl Deref for Context { type Target = Client; }`.
    pub(crate) targets: Vec<(usize, &'a Type, &'a Type)>,
    struct_names: Names<'a, usize>,
    /// Modules of the program that a build script's file is included in.
    includes: HashSet<&'a str>,
    children: HashSet<&'a str>,
    /// Crates beside the program that were not generated.
    others: &'a HashSet<String>,
    /// What modules pass on by its name.
    passed: HashMap<&'a str, Vec<(usize, &'a Use)>>,
    /// Modules that pass on all names of another one; those of generated crates apart, where any name may come from.
    globs: Vec<(usize, Vec<Name>)>,
    generated_globs: Vec<(usize, Vec<Name>)>,
    /// What paths were found to mean, in each module.
    known: RefCell<Vec<HashMap<Vec<Name>, Named<'a>>>>,
    /// What names were found to mean in modules of a name.
    re_exports: RefCell<HashMap<Passed, Named<'a>>>,
}

/// A name and that of the module which passes it on; nothing for any module.
type Passed = (Name, Option<Name>);

/// Where a search for a name was already, so that it goes nowhere twice.
#[derive(Default)]
struct Trail {
    seen: HashSet<Passed>,
    depth: usize,
}

/// Names are passed on a few times; a longer way is none that a person wrote.
const WAY: usize = 32;

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
            functions: Names::default(),
            values: Names::default(),
            aliases: Names::default(),
            methods: HashMap::new(),
            traits: HashSet::default(),
            macros: HashMap::new(),
            targets: Vec::new(),
            struct_names: Names::default(),
            includes: HashSet::default(),
            children: HashSet::default(),
            others,
            passed: HashMap::new(),
            globs: Vec::new(),
            generated_globs: Vec::new(),
            known: RefCell::default(),
            re_exports: RefCell::default(),
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
                    program.declare((at, name), item);
                }
            }
        }
        program.index_uses();
        program.known = RefCell::new(vec![HashMap::new(); program.modules.len()]);
        program
    }

    fn index_uses(&mut self) {
        let (mut globs, mut generated) = (Vec::new(), Vec::new());
        for (at, place) in self.modules.iter().enumerate() {
            for used in &place.module.uses {
                match &used.name {
                    Some(name) => self.passed.entry(name).or_default().push((at, used)),
                    None => {
                        let through = self.expand(&used.path, at);
                        let Some(root) = through.first() else { continue };
                        let is_inside = through.iter().any(|part| self.includes.contains(&**part));
                        match self.is_external(root) || is_inside {
                            true if self.is_generated(root) || is_inside => generated.push((at, through)),
                            true => {}
                            false => globs.push((at, through)),
                        }
                    }
                }
            }
        }
        (self.globs, self.generated_globs) = (globs, generated);
    }

    fn declare(&mut self, place: (usize, &'a str), item: &'a Item) {
        let (at, _) = place;
        match item {
            Item::Function(function) => self.functions.add(&function.name, place, function.clone()),
            Item::Struct(item) => {
                self.struct_names.add(&item.name, place, self.structs.len());
                self.structs.push((at, item));
            }
            Item::Value { name, ty, body } => self.values.add(name, place, (ty, body)),
            Item::Alias { name, ty } => self.aliases.add(name, place, ty),
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
        if let Some(known) = self.known.borrow().get(at).and_then(|known| known.get(path)) {
            return *known;
        }
        let full = self.expand(path, at);
        let named = self.named_full(&full, path.len() == 1, at, tree, &mut Trail::default());
        if let Some(known) = self.known.borrow_mut().get_mut(at) {
            known.insert(path.to_vec(), named);
        }
        named
    }

    fn named_full(&self, full: &[Name], is_bare: bool, at: usize, tree: &CallTree, trail: &mut Trail) -> Named<'a> {
        let (Some(last), Some(root)) = (full.last(), full.first()) else { return Named::Foreign };
        let before = full.len().checked_sub(2).and_then(|index| full.get(index));
        let external = full.len() > 1 && (self.is_external(root) || self.is_inside_generated(full));
        if !external && let Some(found) = self.own(last, before.map(|name| &**name), at) {
            return found;
        }
        if full.len() > 1 && (self.is_generated(root) && external || self.is_inside_generated(full)) {
            if let Some(found) = generated(full, tree) {
                return found;
            }
            return Named::Foreign;
        }
        if external || trail.depth > WAY {
            return Named::Foreign;
        }
        // A name that comes with all of a module's, or by way of another module of the program.
        if is_bare && full.len() == 1 {
            let uses = self.modules.get(at).map_or(&[][..], |place| place.module.uses.as_slice());
            for used in uses.iter().filter(|used| used.name.is_none()) {
                let through = self.expand(&used.path, at);
                let path: Vec<Name> = through.iter().cloned().chain([last.clone()]).collect();
                let found = self.named_full(&path, false, at, tree, trail);
                if found != Named::Foreign {
                    return found;
                }
            }
            return Named::Foreign;
        }
        self.re_exported(last, before, tree, trail)
    }

    /// A declaration of the program.
    fn own(&self, last: &str, before: Option<&str>, at: usize) -> Option<Named<'a>> {
        if let Some((_, index)) = self.struct_names.choose(last, at, before, &self.modules) {
            return Some(Named::Struct(*index));
        }
        if let Some((module, ty)) = self.aliases.choose(last, at, before, &self.modules) {
            return Some(Named::Alias(module, ty));
        }
        self.traits.get(last).map(|name| Named::Trait(name))
    }

    /// What other modules of the program pass on under a name.
    fn re_exported(&self, last: &Name, before: Option<&Name>, tree: &CallTree, trail: &mut Trail) -> Named<'a> {
        let before = before.filter(|before| !matches!(&***before, "crate" | "self" | "super"));
        let key = (last.clone(), before.cloned());
        if let Some(known) = self.re_exports.borrow().get(&key) {
            return *known;
        }
        if !trail.seen.insert(key.clone()) {
            return Named::Foreign;
        }
        trail.depth += 1;
        let found = self.find_passed(last, before, tree, trail);
        trail.depth -= 1;
        if trail.depth == 0 {
            let mut known = self.re_exports.borrow_mut();
            // Nothing at the end of the whole search is nothing for each part of it.
            if found == Named::Foreign {
                known.extend(trail.seen.drain().map(|key| (key, Named::Foreign)));
            }
            known.insert(key, found);
            trail.seen.clear();
        }
        found
    }

    fn find_passed(&self, last: &Name, before: Option<&Name>, tree: &CallTree, trail: &mut Trail) -> Named<'a> {
        let is_meant =
            |at: &usize| before.is_none_or(|before| self.modules.get(*at).is_some_and(|place| **before == *place.name));
        let mut found = |path: &[Name], at: usize| {
            let full = self.expand(path, at);
            Some(self.named_full(&full, false, at, tree, trail)).filter(|found| *found != Named::Foreign)
        };
        let passed = self.passed.get(&**last).map_or(&[][..], Vec::as_slice);
        for (at, used) in passed.iter().filter(|(at, _)| is_meant(at)) {
            if let Some(found) = found(&used.path, *at) {
                return found;
            }
        }
        // A name that the program itself says nowhere can come from a generated crate alone.
        let globs = if self.says(last) { self.globs.as_slice() } else { &[] };
        for (at, through) in globs.iter().chain(&self.generated_globs).filter(|(at, _)| is_meant(at)) {
            let path: Vec<Name> = through.iter().cloned().chain([last.clone()]).collect();
            if let Some(found) = found(&path, *at) {
                return found;
            }
        }
        Named::Foreign
    }

    /// Whether a name is declared or passed on by its name anywhere.
    fn says(&self, name: &str) -> bool {
        self.struct_names.contains(name)
            || self.aliases.contains(name)
            || self.traits.contains(name)
            || self.passed.contains_key(name)
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
