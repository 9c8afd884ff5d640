//! The syntax lines of a cmdlet's help and the types in them.

use docbind_ir::{Primitive, TypeRef, singular};

/// A parameter as a syntax line shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SyntaxParameter<'a> {
    /// The name without its hyphen.
    pub(super) name: &'a str,
    /// The type; none for a switch.
    pub(super) ty: Option<&'a str>,
    /// Whether the call is wrong without it.
    pub(super) mandatory: bool,
}

/// The parameters of a syntax line: `Verb-Noun -Id <string> [-Value <string[]>] [-Force] [<CommonParameters>]`.
pub(super) fn parameters(syntax: &str) -> Vec<SyntaxParameter<'_>> {
    let mut parameters: Vec<SyntaxParameter<'_>> = Vec::new();
    for word in syntax.split_whitespace().skip(1) {
        let bare = word.trim_start_matches('[');
        if let Some(name) = bare.strip_prefix('-') {
            // `[-Id] <string>` leaves out the name alone.
            let positional = word.starts_with("[-") && word.ends_with(']');
            let mandatory = !word.starts_with('[') || positional;
            parameters.push(SyntaxParameter { name: name.trim_end_matches(']'), ty: None, mandatory });
        } else if let Some(ty) = bare.strip_prefix('<').and_then(|ty| ty.rsplit_once('>')).map(|(ty, _)| ty)
            && ty != "CommonParameters"
            && let Some(last) = parameters.last_mut()
        {
            last.ty = Some(ty);
        }
    }
    // A switch is never mandatory, whatever its brackets look like.
    for parameter in &mut parameters {
        parameter.mandatory &= parameter.ty.is_some();
    }
    parameters
}

/// The type that a cmdlet's type stands for; those of models are left in the words of the API.
pub(super) fn type_ref(ty: Option<&str>) -> TypeRef {
    let Some(ty) = ty else { return TypeRef::Primitive(Primitive::Boolean) };
    if let Some(element) = ty.strip_suffix("[]").filter(|element| !element.eq_ignore_ascii_case("byte")) {
        return type_ref(Some(element)).collection();
    }
    let short = ty.rsplit('.').next().unwrap_or(ty).trim_end_matches('?');
    let primitive = match short.to_lowercase().as_str() {
        "string" => Primitive::String,
        "bool" | "boolean" | "switchparameter" => Primitive::Boolean,
        "int" | "int32" => Primitive::Int32,
        "long" | "int64" => Primitive::Int64,
        "short" | "int16" => Primitive::Int16,
        "double" => Primitive::Double,
        "float" | "single" => Primitive::Single,
        "decimal" => Primitive::Decimal,
        "datetime" => Primitive::DateTimeOffset,
        "timespan" => Primitive::Duration,
        "guid" => Primitive::Guid,
        "byte[]" => Primitive::Binary,
        "hashtable" | "object" => Primitive::Untyped,
        _ => {
            let model = short.strip_prefix("IMicrosoftGraph").unwrap_or(short);
            return TypeRef::unresolved(lower_first(model), None);
        }
    };
    TypeRef::Primitive(primitive)
}

/// The name with a small first letter, as the API spells it: `ServicePrincipalId` is `servicePrincipalId` there.
pub(super) fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The request that the generated name of a body's type spells: `IPaths` + a few letters of a hash + the segments of
/// the path + the method + `RequestbodyContentApplicationJsonSchema`.
pub(super) fn spelled_request(ty: &str) -> Option<String> {
    let name = ty.rsplit('.').next().unwrap_or(ty);
    let spelled = name.strip_prefix("IPaths")?.strip_suffix("RequestbodyContentApplicationJsonSchema")?;
    let words = words(after_hash(spelled)?);
    let (method, segments) = words.split_last()?;
    let method: docbind_ir::Method = method.parse().ok()?;
    let mut path = String::new();
    let mut before = String::new();
    for word in segments {
        let lower = word.to_lowercase();
        path.push('/');
        match lower.strip_suffix("id").filter(|stem| !stem.is_empty() && singular(&before) == *stem) {
            Some(stem) => path.push_str(&format!("{{{stem}-id}}")),
            None => path.push_str(&lower),
        }
        before = lower;
    }
    (!path.is_empty()).then(|| format!("{method} {path}"))
}

/// What stands behind the hash: it has five letters or more and ends where a word begins.
fn after_hash(text: &str) -> Option<&str> {
    let begins_word = |rest: &str| {
        let mut letters = rest.chars();
        letters.next().is_some_and(|c| c.is_ascii_uppercase()) && letters.next().is_some_and(|c| c.is_ascii_lowercase())
    };
    (5..=8).filter_map(|at| text.get(at..)).find(|rest| begins_word(rest))
}

/// The words of a name in camel case.
fn words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let tail = rest.get(first.len_utf8()..).unwrap_or_default();
        let end = tail.find(|c: char| c.is_ascii_uppercase()).map_or(rest.len(), |end| end + first.len_utf8());
        // `ServiceprincipalId` is one segment of the path.
        let end = match rest.get(end..) {
            Some(more) if more.starts_with("Id") && !more.chars().nth(2).is_some_and(char::is_lowercase) => end + 2,
            _ => end,
        };
        let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        words.push(word);
        rest = after;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_a_syntax_line() {
        let read = parameters(
            "Set-Boat -BoatId <string> [-Name <string>]\n [-Crew <IMicrosoftGraphSailor[]>] [-Force] [[-Port] <int>] [-Deck] <string> [<CommonParameters>]",
        );
        let show = |one: &SyntaxParameter<'_>| format!("{} {} {}", one.name, type_ref(one.ty), one.mandatory);
        assert_eq!(
            read.iter().map(show).collect::<Vec<_>>(),
            [
                "BoatId String true",
                "Name String false",
                "Crew Collection(sailor?) false",
                "Force Boolean false",
                "Port Int32 false",
                "Deck String true"
            ]
        );
    }

    #[test]
    fn the_name_of_a_body_type_spells_the_request() {
        let spelled = |ty| spelled_request(ty);
        assert_eq!(
            spelled("IPaths1Ab2cdFleetsFleetIdBoatsPostRequestbodyContentApplicationJsonSchema").as_deref(),
            Some("POST /fleets/{fleet-id}/boats")
        );
        assert_eq!(spelled("IMicrosoftGraphBoat"), None);
        assert_eq!(spelled("IPathsXRequestbodyContentApplicationJsonSchema"), None);
    }
}
