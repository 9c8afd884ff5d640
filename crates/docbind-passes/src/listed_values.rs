//! Values that descriptions list: witnesses for enumerations beside the tables of members.

use std::sync::Arc;

use docbind_ir::{Api, BodyShape, EnumDef, EnumMember, Property, Rule, TypeRef, singular};
use foldhash::{HashMap, HashMapExt};

use crate::batches;

/// Types strings as the enumeration that is named alike and has all the listed values. An enumeration that is known
/// from such lists alone is no witness.
pub(crate) fn adopt_enums(api: &mut Api) {
    let mut by_last_word: HashMap<String, Vec<usize>> = HashMap::new();
    let has_table = |def: &EnumDef| def.members.iter().any(|member| member.source.rule != Rule::Prose);
    for (position, def) in api.enums.iter().enumerate().filter(|(_, def)| has_table(def)) {
        by_last_word.entry(last_word(def.name.short())).or_default().push(position);
    }
    let enums = std::mem::take(&mut api.enums);
    gather_properties(api, |property, namespace, owner| {
        let element = property.ty.element_mut();
        if *element != TypeRef::STRING || property.values.len() < 2 {
            return None::<()>;
        }
        let word = last_word(&property.name);
        let one = singular(&word);
        let one = Some(&*one).filter(|one| *one != word);
        let candidates = [Some(&*word), one].into_iter().flatten().filter_map(|word| by_last_word.get(word));
        let fitting = candidates.flatten().filter_map(|position| enums.get(*position));
        let fitting: Vec<&EnumDef> = fitting.filter(|def| is_enum_of(def, property, owner, one)).collect();
        let near: Vec<&EnumDef> = fitting.iter().copied().filter(|def| def.name.namespace() == namespace).collect();
        if let ([def], _) | (_, [def]) = (fitting.as_slice(), near.as_slice()) {
            *property.ty.element_mut() = TypeRef::Named(def.name.clone());
        }
        None
    });
    api.enums = enums;
}

/// Whether an enumeration is what the values of a property come from: `acceptedModalities` are of `modality`, a
/// `previewType` is a `plannerPreviewType`. `one` is the last word of the property's name in the singular.
///
/// Pages that list the values differ in case now and then. That is forgiven where all members are listed, and where
/// the enumeration bears the names of both the type and its property.
fn is_enum_of(def: &EnumDef, property: &Property, owner: &str, one: Option<&str>) -> bool {
    let name = def.name.short();
    let lists = |value: &Arc<str>| def.members.iter().any(|member| member.name.eq_ignore_ascii_case(value));
    let is_own = !owner.is_empty() && name.eq_ignore_ascii_case(&format!("{owner}{}", property.name));
    let is_alike = ends_with_word(name, &property.name) || one.is_some_and(|one| name.eq_ignore_ascii_case(one));
    let evolves = |member: &&EnumMember| !member.name.eq_ignore_ascii_case("unknownFutureValue");
    let is_complete = || def.members.iter().filter(evolves).count() <= property.values.len();
    is_own && property.values.iter().all(lists)
        || is_alike && (has_all(def, &property.values) || is_complete() && property.values.iter().all(lists))
}

/// Adds the values that properties list for an enumeration to its members; spellings that differ by case alone are no
/// new members.
pub(crate) fn add_members(api: &mut Api) {
    let places: HashMap<_, _> =
        api.enums.iter().enumerate().map(|(position, def)| (def.name.clone(), position)).collect();
    let mut enums = std::mem::take(&mut api.enums);
    let listed = gather_properties(api, |property, _, _| {
        let position = *places.get(property.ty.name()?)?;
        Some((position, combines(&property.description), &*property))
    });
    for (position, combines, property) in listed {
        let Some(def) = enums.get_mut(position) else { continue };
        def.is_flags |= combines;
        for value in &property.values {
            if def.members.iter().any(|member| member.name.eq_ignore_ascii_case(value)) {
                continue;
            }
            def.is_evolvable |= value.eq_ignore_ascii_case("unknownFutureValue");
            def.members.push(EnumMember {
                name: value.clone(),
                value: None,
                description: String::new(),
                source: property.source.by(Rule::Prose),
            });
        }
    }
    api.enums = enums;
}

/// Whether a description says that a value may combine several members.
fn combines(description: &str) -> bool {
    let description = description.to_lowercase();
    [
        "multi-valued",
        "multivalued",
        "flags enum",
        "flagged enum",
        "comma-separated combination",
        "values can be combined",
    ]
    .iter()
    .any(|words| description.contains(words))
}

/// What `work` makes of the properties of all types and bodies, with the namespace of their page and the short name of
/// the type, if any.
fn gather_properties<'a, R: Send>(
    api: &'a mut Api,
    work: impl Fn(&'a mut Property, &str, &str) -> Option<R> + Sync,
) -> Vec<R> {
    let Api { types, operations, namespace, .. } = api;
    let lists =
        types.iter_mut().map(|def| (def.properties.iter_mut().chain(&mut []), def.name.namespace(), def.name.short()));
    let bodies = operations.iter_mut().map(|operation| {
        let inline = match &mut operation.body.shape {
            BodyShape::Inline(properties) => properties.as_mut_slice(),
            _ => &mut [],
        };
        (inline.iter_mut().chain(&mut operation.body.table), namespace.as_str(), "")
    });
    batches::gather(lists.chain(bodies), |(properties, namespace, owner)| {
        properties.filter_map(|property| work(property, namespace, owner)).collect::<Vec<R>>()
    })
}

fn has_all(def: &EnumDef, values: &[Arc<str>]) -> bool {
    values.iter().all(|value| def.members.iter().any(|member| member.name == *value))
}

/// `plannerPreviewType` ends with the words of `previewType`.
fn ends_with_word(name: &str, word: &str) -> bool {
    let Some(start) = name.len().checked_sub(word.len()) else { return false };
    let (Some(before), Some(end)) = (name.get(..start), name.get(start..)) else { return false };
    end.eq_ignore_ascii_case(word) && (before.is_empty() || end.starts_with(char::is_uppercase))
}

/// The last capitalised word of a name in lower case: `type` of `previewType`.
fn last_word(name: &str) -> String {
    let start = name.rfind(char::is_uppercase).unwrap_or(0);
    name.get(start..).unwrap_or(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use docbind_ir::{Source, TypeDef, TypeName};

    use super::*;

    fn member(name: &str) -> EnumMember {
        EnumMember {
            name: name.into(),
            value: None,
            description: String::new(),
            source: Source { rule: Rule::Table, ..Source::default() },
        }
    }

    fn read(name: &str, ty: TypeRef, values: &[&str]) -> Api {
        let values = values.iter().map(|value| Arc::from(*value)).collect();
        let property = Property { name: name.into(), ty, values, ..Property::default() };
        let hull = EnumDef {
            members: vec![member("steel"), member("wood"), member("grp")],
            ..EnumDef::new(TypeName::new("g.boatHullType"))
        };
        let boat = TypeDef { properties: vec![property], ..TypeDef::new(TypeName::new("g.boat")) };
        Api { types: vec![boat], enums: vec![hull], ..Api::default() }
    }

    #[test]
    fn a_string_with_the_values_and_the_name_of_an_enum_is_that_enum() {
        let ty = |name: &str, values: &[&str]| {
            let mut api = read(name, TypeRef::STRING, values);
            adopt_enums(&mut api);
            api.types[0].properties[0].ty.clone()
        };
        assert_eq!(ty("hullType", &["steel", "wood"]), TypeRef::named("g.boatHullType"));
        assert_eq!(ty("hullType", &["steel", "straw"]), TypeRef::STRING);
        assert_eq!(ty("type", &["steel"]), TypeRef::STRING);
        assert_eq!(ty("spareBoatHullTypes", &["steel", "wood"]), TypeRef::STRING);
        assert_eq!(ty("ulltype", &["steel", "wood"]), TypeRef::STRING);
        assert_eq!(ty("deckType", &["steel", "wood"]), TypeRef::STRING);
        assert_eq!(ty("type", &["Steel", "Wood"]), TypeRef::STRING);
        assert_eq!(ty("type", &["Steel", "Wood", "Grp"]), TypeRef::named("g.boatHullType"));
    }

    #[test]
    fn of_two_enums_of_a_name_the_one_in_the_namespace_is_meant() {
        let mut api = read("hullType", TypeRef::STRING, &["steel", "wood"]);
        api.enums.push(EnumDef { name: TypeName::new("g.yard.boatHullType"), ..api.enums[0].clone() });
        adopt_enums(&mut api);
        assert_eq!(api.types[0].properties[0].ty, TypeRef::named("g.boatHullType"));
    }

    #[test]
    fn an_enum_named_after_type_and_property_is_forgiven_its_case() {
        let mut api = read("state", TypeRef::STRING, &["Moored", "adrift"]);
        let members = vec![member("moored"), member("adrift"), member("sunk")];
        api.enums.push(EnumDef { members, ..EnumDef::new(TypeName::new("g.boatState")) });
        adopt_enums(&mut api);
        assert_eq!(api.types[0].properties[0].ty, TypeRef::named("g.boatState"));
    }

    #[test]
    fn values_of_a_property_are_members_of_its_enum() {
        let mut api = read("hull", TypeRef::named("g.boatHullType"), &["Steel", "straw", "unknownFutureValue"]);
        add_members(&mut api);
        let names: Vec<_> = api.enums[0].members.iter().map(|member| &*member.name).collect();
        assert_eq!(names, ["steel", "wood", "grp", "straw", "unknownFutureValue"]);
        assert!(api.enums[0].is_evolvable);
    }
}
