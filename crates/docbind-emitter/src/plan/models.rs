//! Modules, names and fields of types and enumerations.

use std::collections::BTreeMap;

use docbind_ir::{Api, Code, Diagnostic, EnumDef, Property, Source, TypeDef, TypeName};
use foldhash::{HashMap, HashMapExt};

use super::closure::AreaSet;
use super::names::{self, Assigned, Case, Wire, assign};
use super::words::words;
use super::{Item, Plan};
use crate::Broken;

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

pub(super) fn plan<'a>(api: &'a Api, diagnostics: &mut Vec<Diagnostic>) -> Result<Models<'a>, Broken> {
    let mut by_namespace: BTreeMap<&str, Vec<Def<'_>>> = BTreeMap::new();
    by_namespace.entry(&api.namespace).or_default();
    for (index, def) in api.types.iter().enumerate() {
        by_namespace.entry(def.name.namespace()).or_default().push(Def::Type(index, def));
    }
    for (index, def) in api.enums.iter().enumerate() {
        by_namespace.entry(def.name.namespace()).or_default().push(Def::Enum(index, def));
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
    let mut types: BTreeMap<usize, TypePlan<'_>> = BTreeMap::new();
    let mut enums: BTreeMap<usize, EnumPlan<'_>> = BTreeMap::new();
    let inner_modules: Vec<String> = module_names.values().filter(|name| !name.is_empty()).cloned().collect();
    for (namespace, items) in by_namespace {
        let module = modules.len();
        let is_root = namespace == api.namespace;
        let wires: Vec<Wire<'_>> = items.iter().map(|item| Wire::new(item.name().short())).collect();
        let type_names = assign(Case::Pascal, names::PRELUDE, &wires);
        let mut reserved: Vec<&str> = names::FILES.to_vec();
        if is_root {
            reserved.extend(inner_modules.iter().map(String::as_str));
        }
        let file_names = assign(Case::Snake, &reserved, &wires);
        report(&type_names, diagnostics, |index| {
            items.get(index).map(|item| (item.name().to_string(), item.source().clone()))
        });
        let mut named = Vec::new();
        for ((item, name), file) in items.into_iter().zip(type_names.names).zip(file_names.names) {
            let areas = AreaSet::default();
            match item {
                Def::Type(index, def) => {
                    named.push((name.clone(), Item::Type(index)));
                    types.insert(index, TypePlan { def, module, name, file, areas, cycle: index });
                }
                Def::Enum(index, def) => {
                    named.push((name.clone(), Item::Enum(index)));
                    let variants = variants(def, diagnostics);
                    enums.insert(index, EnumPlan { def, module, name, file, areas, variants });
                }
            }
        }
        named.sort();
        let name = module_names.remove(namespace);
        modules.push(ModelModule {
            name: name.ok_or_else(|| Broken(format!("the namespace `{namespace}` has no module")))?,
            namespace: namespace.to_owned(),
            items: named.into_iter().map(|(_, item)| item).collect(),
        });
    }
    if types.len() != api.types.len() || enums.len() != api.enums.len() {
        // Items are found by their places in the model.
        return Err(Broken("a type or an enumeration has no name".to_owned()));
    }
    Ok((modules, types.into_values().collect(), enums.into_values().collect()))
}

/// A type or an enumeration with its place in the model.
#[derive(Clone, Copy)]
enum Def<'a> {
    Type(usize, &'a TypeDef),
    Enum(usize, &'a EnumDef),
}

impl<'a> Def<'a> {
    fn name(self) -> &'a TypeName {
        match self {
            Self::Type(_, def) => &def.name,
            Self::Enum(_, def) => &def.name,
        }
    }

    fn source(self) -> &'a Source {
        match self {
            Self::Type(_, def) => &def.source,
            Self::Enum(_, def) => &def.source,
        }
    }
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
    /// The type and its bases, the farthest first; a cycle of inheritance is cut.
    pub(crate) fn chain(&self, index: usize) -> Result<Vec<usize>, Broken> {
        let mut chain = vec![index];
        let mut next = self.base(index)?;
        while let Some(base) = next {
            if chain.len() >= LONGEST_CHAIN || chain.contains(&base) {
                break;
            }
            chain.push(base);
            next = self.base(base)?;
        }
        chain.reverse();
        Ok(chain)
    }

    fn base(&self, index: usize) -> Result<Option<usize>, Broken> {
        let base = self.type_at(index)?.def.base.as_ref().and_then(|base| base.name());
        Ok(match base.and_then(|name| self.item(name.as_str())) {
            Some(Item::Type(base)) => Some(base),
            Some(Item::Enum(_)) | None => None,
        })
    }

    /// Structural properties with inherited ones: the bases' first, a property that is documented again in its place.
    pub(crate) fn properties(&self, index: usize) -> Result<Vec<&'a Property>, Broken> {
        self.flatten(index, |def| &def.properties)
    }

    /// Navigation properties with inherited ones.
    pub(crate) fn navigation(&self, index: usize) -> Result<Vec<&'a Property>, Broken> {
        self.flatten(index, |def| &def.navigation)
    }

    fn flatten(
        &self,
        index: usize,
        list: impl Fn(&'a TypeDef) -> &'a Vec<Property>,
    ) -> Result<Vec<&'a Property>, Broken> {
        let mut flat: Vec<&Property> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for index in self.chain(index)? {
            let def = self.type_at(index)?.def;
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
        Ok(flat)
    }
}
