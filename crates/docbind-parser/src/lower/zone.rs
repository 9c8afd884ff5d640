//! Zone pivots: parts of a page that hold for one version only.

use std::borrow::Cow;

use super::set::SetContext;
use crate::page::Page;

/// The page as the set's version sees it.
pub(super) fn of_version<'p, 'a>(page: &'p Page<'a>, set: &SetContext) -> Cow<'p, Page<'a>> {
    let hidden = |zone: &Option<Cow<'_, str>>| zone.as_deref().is_some_and(|zone| !shows(zone, &set.version));
    let any_hidden = page.sections.iter().flat_map(|section| &section.blocks).any(|block| hidden(&block.zone));
    if !any_hidden {
        return Cow::Borrowed(page);
    }
    let mut page = page.clone();
    for section in &mut page.sections {
        section.blocks.retain(|block| !hidden(&block.zone));
    }
    Cow::Owned(page)
}

/// Whether a zone belongs to a version; zones that name no version belong to all.
fn shows(zone: &str, version: &str) -> bool {
    let zone = zone.to_lowercase();
    let preview = zone.contains("preview") || zone.contains("beta");
    let released = zone
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.strip_prefix('v').is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit())));
    match (preview, released) {
        (true, false) => is_preview(version),
        (false, true) => !is_preview(version),
        _ => true,
    }
}

/// Whether a version is one that may still change.
pub(super) fn is_preview(version: &str) -> bool {
    version.eq_ignore_ascii_case("beta") || version.to_lowercase().contains("preview")
}

#[cfg(test)]
mod tests {
    use super::shows;

    #[test]
    fn zones_and_versions() {
        assert!(shows("graph-v1", "v1.0") && !shows("graph-v1", "beta"));
        assert!(shows("graph-preview", "beta") && !shows("graph-preview", "v1.0"));
        assert!(shows("graph-v1,graph-preview", "beta") && shows("windows", "v1.0"));
    }
}
