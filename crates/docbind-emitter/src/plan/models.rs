//! Modules, names and fields of types and enumerations.

use std::collections::BTreeMap;

use docbind_ir::{Api, Code, Diagnostic, EnumDef, Property, Source, TypeDef};
use foldhash::{HashMap, HashMapExt};

use super::closure::AreaSet;
use super::names::{self, Assigned, Case, Wire, assign};
use super::words::words;
use super::{Item, Plan};

/// The longest chain of base types that is followed.
const LONGEST_CHAIN: usize = 64;

/// A module of models: `models` itself or one below it.
#[derive(Debug, Default)]
pub(crate) struct ModelModule {
    /// The module's name; empty for `models` itself.
    pub(crate) name: String,
    /// The wire namespace.
    pub(crate) namespace: String,
    /// What it holds, sorted by Rust name.
    pub(crate) items: Vec<Item>,
}

/// A type.
#[derive(Debug)]
pub(crate) struct TypePlan<'a> {
    pub(crate) def: &'a TypeDef,
    /// The module, by its place.
    pub(crate) module: usize,
    pub(crate) name: String,
    /// The file's name without extension, which is that of its private module too.
    pub(crate) file: String,
    /// The areas whose feature brings it.
    pub(crate) areas: AreaSet,
    /// Types on a common cycle have the same number: a field between them is boxed.
    pub(crate) cycle: usize,
}

/// An enumeration.
#[derive(Debug)]
pub(crate) struct EnumPlan<'a> {
    pub(crate) def: &'a EnumDef,
    pub(crate) module: usize,
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) areas: AreaSet,
    /// One for each member.
    pub(crate) variants: Vec<String>,
}

/// A property as a field.
#[derive(Clone, Debug)]
pub(crate) struct Field<'a> {
    pub(crate) property: &'a Property,
    /// The page the property is documented on.
    pub(crate) name: String,
    /// The name of its constant.
    pub(crate) constant: String,
}

/// What models there are: their modules, types and enumerations.
type Models<'a> = (Vec<ModelModule>, Vec<TypePlan<'a>>, Vec<EnumPlan<'a>>);

pub(super) fn plan(api: &Api) -> (Models<'_>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut by_namespace: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
    by_namespace.entry(&api.namespace).or_default();
    for (index, def) in api.types.iter().enumerate() {
        by_namespace.entry(def.name.namespace()).or_default().push(Item::Type(index));
    }
    for (index, def) in api.enums.iter().enumerate() {
        by_namespace.entry(def.name.namespace()).or_default().push(Item::Enum(index));
    }
    let below: Vec<&str> = by_namespace.keys().copied().filter(|namespace| *namespace != api.namespace).collect();
    let wires: Vec<Wire<'_>> = below
        .iter()
        .map(|namespace| {
            let rest = namespace.strip_prefix(api.namespace.as_str()).and_then(|rest| rest.strip_prefix('.'));
            Wire { text: namespace, words: words(rest.unwrap_or(namespace)) }
        })
        .collect();
    let mut module_names = BTreeMap::from([(api.namespace.as_str(), String::new())]);
    module_names.extend(below.into_iter().zip(assign(Case::Snake, names::FILES, &wires).names));

    let mut modules = Vec::new();
    let mut types: Vec<Option<TypePlan<'_>>> = api.types.iter().map(|_| None).collect();
    let mut enums: Vec<Option<EnumPlan<'_>>> = api.enums.iter().map(|_| None).collect();
    let inner_modules: Vec<String> = module_names.values().filter(|name| !name.is_empty()).cloned().collect();
    for (namespace, mut items) in by_namespace {
        let module = modules.len();
        let is_root = namespace == api.namespace;
        let wires: Vec<Wire<'_>> = items.iter().map(|item| Wire::new(wire(api, *item).short())).collect();
        let type_names = assign(Case::Pascal, names::PRELUDE, &wires);
        let mut reserved: Vec<&str> = names::FILES.to_vec();
        if is_root {
            reserved.extend(inner_modules.iter().map(String::as_str));
        }
        let file_names = assign(Case::Snake, &reserved, &wires);
        report(&type_names, &mut diagnostics, |index| {
            items.get(index).map(|item| (wire(api, *item).to_string(), source(api, *item)))
        });
        let mut named = Vec::new();
        for ((item, name), file) in items.drain(..).zip(type_names.names).zip(file_names.names) {
            named.push((name.clone(), item));
            let areas = AreaSet::default();
            match item {
                Item::Type(index) => {
                    if let (Some(slot), Some(def)) = (types.get_mut(index), api.types.get(index)) {
                        *slot = Some(TypePlan { def, module, name, file, areas, cycle: index });
                    }
                }
                Item::Enum(index) => {
                    if let (Some(slot), Some(def)) = (enums.get_mut(index), api.enums.get(index)) {
                        let variants = variants(def, &mut diagnostics);
                        *slot = Some(EnumPlan { def, module, name, file, areas, variants });
                    }
                }
            }
        }
        named.sort();
        modules.push(ModelModule {
            name: module_names.remove(namespace).unwrap_or_default(),
            namespace: namespace.to_owned(),
            items: named.into_iter().map(|(_, item)| item).collect(),
        });
    }
    ((modules, types.into_iter().flatten().collect(), enums.into_iter().flatten().collect()), diagnostics)
}

fn wire(api: &Api, item: Item) -> &docbind_ir::TypeName {
    static NONE: std::sync::LazyLock<docbind_ir::TypeName> = std::sync::LazyLock::new(|| docbind_ir::TypeName::new(""));
    match item {
        Item::Type(index) => api.types.get(index).map_or(&NONE, |def| &def.name),
        Item::Enum(index) => api.enums.get(index).map_or(&NONE, |def| &def.name),
    }
}

fn source(api: &Api, item: Item) -> Source {
    match item {
        Item::Type(index) => api.types.get(index).map(|def| def.source.clone()),
        Item::Enum(index) => api.enums.get(index).map(|def| def.source.clone()),
    }
    .unwrap_or_default()
}

fn variants(def: &EnumDef, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let wires: Vec<Wire<'_>> = def.members.iter().map(|member| Wire::new(&member.name)).collect();
    let assigned = assign(Case::Pascal, names::ENUM, &wires);
    report(&assigned, diagnostics, |index| {
        def.members.get(index).map(|member| (format!("{}.{}", def.name, member.name), member.source.clone()))
    });
    assigned.names
}

/// Reports names that would have been the same.
pub(super) fn report(
    assigned: &Assigned,
    diagnostics: &mut Vec<Diagnostic>,
    thing: impl Fn(usize) -> Option<(String, Source)>,
) {
    for collision in &assigned.collisions {
        let (Some((loser, at)), Some((winner, other))) = (thing(collision.loser), thing(collision.winner)) else {
            continue;
        };
        let name = assigned.names.get(collision.loser).map_or("", String::as_str);
        let message = format!("`{loser}` would have the same Rust name as `{winner}` and is called `{name}`");
        diagnostics.push(Diagnostic::new(Code::NameCollision, at, message).related(other, "the other one"));
    }
}

/// The fields of a list of properties, in order; annotations are none, they live beside the fields.
pub(crate) fn fields<'a>(properties: impl IntoIterator<Item = &'a Property>) -> Vec<Field<'a>> {
    let properties: Vec<&Property> = properties.into_iter().collect();
    let wires: Vec<Wire<'_>> = properties.iter().map(|property| Wire::new(&property.name)).collect();
    let names = assign(Case::Snake, names::MODEL, &wires).names;
    let field = |(property, name): (&'a Property, String)| {
        let constant = name.trim_end_matches('_').to_ascii_uppercase();
        Field { property, name, constant }
    };
    properties.into_iter().zip(names).map(field).collect()
}

impl<'a> Plan<'a> {
    /// The type at a place.
    pub(crate) fn type_at(&self, index: usize) -> Option<&TypePlan<'a>> {
        self.types.get(index)
    }

    /// The type and its bases, the farthest first; a cycle of inheritance is cut.
    pub(crate) fn chain(&self, index: usize) -> Vec<usize> {
        let mut chain = vec![index];
        let mut next = self.base(index);
        while let Some(base) = next {
            if chain.len() >= LONGEST_CHAIN || chain.contains(&base) {
                break;
            }
            chain.push(base);
            next = self.base(base);
        }
        chain.reverse();
        chain
    }

    fn base(&self, index: usize) -> Option<usize> {
        let name = self.types.get(index)?.def.base.as_ref()?.name()?;
        match self.item(name.as_str())? {
            Item::Type(base) => Some(base),
            Item::Enum(_) => None,
        }
    }

    /// Structural properties with inherited ones: the bases' first, a property that is documented again in its place.
    pub(crate) fn properties(&self, index: usize) -> Vec<&'a Property> {
        self.flatten(index, |def| &def.properties)
    }

    /// Navigation properties with inherited ones.
    pub(crate) fn navigation(&self, index: usize) -> Vec<&'a Property> {
        self.flatten(index, |def| &def.navigation)
    }

    fn flatten(&self, index: usize, list: impl Fn(&'a TypeDef) -> &'a Vec<Property>) -> Vec<&'a Property> {
        let mut flat: Vec<&Property> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for def in self.chain(index).into_iter().filter_map(|index| self.types.get(index)).map(|plan| plan.def) {
            for property in list(def).iter().filter(|property| !property.name.starts_with('@')) {
                match places.get(&*property.name).and_then(|place| flat.get_mut(*place)) {
                    Some(slot) => *slot = property,
                    None => {
                        places.insert(&property.name, flat.len());
                        flat.push(property);
                    }
                }
            }
        }
        flat
    }
}
