//! Reports words of paths that look like two with the slash between them forgotten.

use docbind_ir::{Api, Code, Diagnostic, Operation, Segment};
use foldhash::{HashMap, HashMapExt};

/// Reports each word of a path that is what two words are together which follow one another in the path of another
/// operation.
pub fn report_joined_words(api: &Api, diagnostics: &mut Vec<Diagnostic>) {
    let mut joined: HashMap<String, (&str, &str, &Operation)> = HashMap::new();
    for operation in &api.operations {
        for pair in operation.path.segments.windows(2) {
            if let [Segment::Literal(first), Segment::Literal(second)] = pair
                && second.chars().all(|c| c.is_ascii_alphanumeric())
            {
                joined.entry(format!("{first}{second}")).or_insert((first, second, operation));
            }
        }
    }
    for operation in &api.operations {
        let words = operation.path.segments.iter().filter_map(|segment| match segment {
            Segment::Literal(word) => Some(&**word),
            _ => None,
        });
        for word in words {
            let Some((first, second, other)) = joined.get(word) else { continue };
            let message = format!("`{word}` looks like `{first}/{second}` with the slash forgotten");
            let finding = Diagnostic::new(Code::SourceConflict, operation.source.clone(), message);
            let finding = finding.related(other.source.clone(), "another request has both words");
            diagnostics.push(finding.help("write the slash, or leave the word if it is one"));
        }
    }
}

#[cfg(test)]
mod tests {
    use docbind_ir::{Api, Method, Operation, PathTemplate, Segment};

    use super::report_joined_words;

    #[test]
    fn a_slash_that_is_missing() {
        let operation = |words: &[&str]| {
            let segments = words.iter().map(|word| Segment::Literal((*word).into())).collect();
            Operation::new(Method::Get, PathTemplate { segments })
        };
        let operations = vec![operation(&["me", "boats"]), operation(&["meboats"]), operation(&["meals"])];
        let api = Api { operations, ..Api::default() };
        let mut diagnostics = Vec::new();
        report_joined_words(&api, &mut diagnostics);
        let messages: Vec<&str> = diagnostics.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages, ["`meboats` looks like `me/boats` with the slash forgotten"]);
    }
}
