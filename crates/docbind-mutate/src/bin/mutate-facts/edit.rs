//! The text of a page with one fact falsified.

use serde_json::Value;

/// The row of a property with another name.
pub(crate) fn rename(text: &str, line: u32, name: &str) -> Option<String> {
    edit_row(text, line, name, |cells| {
        let cell = cells.get_mut(0)?;
        *cell = cell.replacen(name, &format!("{name}Anew"), 1);
        Some(())
    })
}

/// The row of a property with another type.
pub(crate) fn retype(text: &str, line: u32, name: &str, ty: &str) -> Option<String> {
    edit_row(text, line, name, |cells| {
        let cell = cells.get_mut(1).filter(|cell| !cell.trim().is_empty())?;
        *cell = format!(" {ty} ");
        Some(())
    })
}

/// The row of a collection as that of one value, or the other way round.
pub(crate) fn swap_plurality(text: &str, line: u32, name: &str, is_collection: bool) -> Option<String> {
    edit_row(text, line, name, |cells| {
        let cell = cells.get_mut(1).filter(|cell| !cell.trim().is_empty())?;
        let single = cell.replace(" collection", "").replace(" Collection", "");
        *cell = match is_collection {
            true if single != *cell => single,
            true => return None,
            false => format!("{} collection ", cell.trim_end()),
        };
        Some(())
    })
}

/// The page without the row of a member, or without the member in the sentence that lists it.
pub(crate) fn remove_member(text: &str, line: u32, name: &str) -> Option<String> {
    let (before, own, after) = cut(text, line)?;
    let first = own.trim_start_matches('|').split('|').next().unwrap_or_default();
    if first.trim().trim_matches(['`', '*']) == name {
        return Some(format!("{before}{after}"));
    }
    let listed = format!("`{name}`");
    own.contains(&listed).then(|| format!("{before}{}{after}", own.replace(&listed, "")))
}

/// The page with what the only member of an example's body holds in place of the body.
pub(crate) fn unwrap(text: &str, line: u32) -> Option<String> {
    let (before, _, _) = cut(text, line)?;
    let start = before.len() + text.get(before.len()..)?.find("\n{")? + 1;
    let length = text.get(start..)?.find("\n```")?;
    let message = text.get(before.len()..start)?;
    if message.contains("```") {
        return None;
    }
    let (body, rest) = text.get(start..)?.split_at_checked(length)?;
    let Value::Object(members) = serde_json::from_str(body).ok()? else { return None };
    let mut inner = members.iter().filter(|(name, _)| !name.contains('@'));
    let (Some((_, value)), None) = (inner.next(), inner.next()) else { return None };
    let is_wrapper = value.as_object().is_some_and(|object| !object.is_empty())
        || value.as_array().is_some_and(|items| items.iter().any(Value::is_object));
    let inner = serde_json::to_string_pretty(value).ok().filter(|_| is_wrapper)?;
    Some(format!("{}{inner}{rest}", text.get(..start)?))
}

/// Changes the cells of the row whose first cell is `name`.
fn edit_row(text: &str, line: u32, name: &str, edit: impl Fn(&mut [String]) -> Option<()>) -> Option<String> {
    let (before, own, after) = cut(text, line)?;
    let inner = own.trim_start().strip_prefix('|')?;
    let mut cells: Vec<String> = inner.split('|').map(str::to_owned).collect();
    if cells.first()?.trim().trim_matches(['`', '*']) != name {
        return None;
    }
    edit(&mut cells)?;
    Some(format!("{before}|{}{after}", cells.join("|")))
}

/// What stands before a line, the line and its end, and what stands after it.
fn cut(text: &str, line: u32) -> Option<(&str, &str, &str)> {
    let skipped = usize::try_from(line).ok()?.checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(skipped).map(str::len).sum();
    let (before, rest) = text.split_at_checked(start)?;
    let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
    let (own, after) = rest.split_at_checked(end)?;
    (!own.is_empty()).then_some((before, own, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "|Property|Type|\n|:---|:---|\n| name | String |\n| ports | [port](port.md) collection |\n";

    #[test]
    fn rows_are_edited_in_place() {
        assert_eq!(rename(PAGE, 3, "name").as_deref(), Some(&*PAGE.replace("| name |", "| nameAnew |")));
        assert_eq!(retype(PAGE, 3, "name", "Boolean").as_deref(), Some(&*PAGE.replace("String", "Boolean")));
        assert_eq!(swap_plurality(PAGE, 4, "ports", true).as_deref(), Some(&*PAGE.replace(" collection", "")));
        assert_eq!(
            swap_plurality(PAGE, 3, "name", false).as_deref(),
            Some(&*PAGE.replace("String |", "String collection |"))
        );
        assert_eq!(rename(PAGE, 4, "name"), None);
    }

    #[test]
    fn members_go_from_tables_and_sentences() {
        assert_eq!(remove_member("|a|\n|b|\n|c|\n", 2, "b").as_deref(), Some("|a|\n|c|\n"));
        assert_eq!(
            remove_member("|hue|String|One of `a`, `b`.|\n", 1, "a").as_deref(),
            Some("|hue|String|One of , `b`.|\n")
        );
    }

    #[test]
    fn wrappers_go() {
        let page = "```http\nHTTP/1.1 200 OK\n\n{\n  \"@odata.count\": 1,\n  \"value\": [{\"a\": 1}]\n}\n```\n";
        let lie = unwrap(page, 2).unwrap();
        assert!(lie.starts_with("```http\nHTTP/1.1 200 OK\n\n[\n") && lie.ends_with("]\n```\n"), "{lie}");
        assert_eq!(unwrap("```http\nHTTP/1.1 200 OK\n\n{\"a\": 1}\n```\n", 2), None);
    }
}
