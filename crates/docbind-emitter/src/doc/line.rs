//! Breaking paragraphs into lines.

/// Lines break before this many characters where the text allows.
const WIDTH: usize = 110;

/// A paragraph as it grows: pieces that must not be broken, with or without space between.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    lines: Vec<String>,
    line: String,
    space: bool,
}

impl Paragraph {
    /// Adds escaped text, which may break at its spaces.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let words = rest.trim_start_matches(' ');
            self.space |= words.len() < rest.len();
            if words.is_empty() {
                return;
            }
            if self.line.is_empty() {
                self.line.reserve(words.len().min(WIDTH));
            }
            let (run, after) = words.split_at_checked(self.fitting(words)).unwrap_or((words, ""));
            self.piece(run);
            rest = after;
        }
    }

    /// How much of `words` goes onto the current line: as many words with one space between as there is room for, or
    /// one, which is also all that may begin a line, where it might have to be escaped.
    fn fitting(&self, words: &str) -> usize {
        let first = words.find(' ').unwrap_or(words.len());
        let used = self.line.len() + usize::from(self.space);
        if self.line.is_empty() || used + first > WIDTH {
            return first;
        }
        let room = WIDTH - used;
        let last = match words.as_bytes().get(..=room) {
            Some(near) => near.iter().rposition(|byte| *byte == b' ').unwrap_or(first),
            None => words.len(),
        };
        let run = words.get(..last).unwrap_or(words);
        let wide = run.as_bytes().windows(2).position(|pair| pair == b"  ");
        wide.unwrap_or(run.trim_end_matches(' ').len())
    }

    /// Adds something that stays on one line.
    pub(super) fn piece(&mut self, piece: &str) {
        if piece.is_empty() {
            return;
        }
        if self.space && !self.line.is_empty() {
            if self.line.len() + piece.len() >= WIDTH {
                self.lines.push(std::mem::take(&mut self.line));
            } else {
                self.line.push(' ');
            }
        }
        self.space = false;
        if self.line.is_empty() {
            push_at_start(piece, &mut self.line);
        } else {
            self.line.push_str(piece);
        }
    }

    /// Ends the line for the reader.
    pub(super) fn hard_break(&mut self) {
        if !self.line.is_empty() {
            // A backslash shows in an editor, two spaces at the end of a line would not survive one.
            self.line.push('\\');
            self.lines.push(std::mem::take(&mut self.line));
        }
        self.space = false;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.line.is_empty() && self.lines.is_empty()
    }

    /// The lines; a break at the very end is dropped.
    pub(super) fn finish(&mut self) -> Vec<String> {
        self.space = false;
        let mut lines = std::mem::take(&mut self.lines);
        if self.line.is_empty() {
            if let Some(last) = lines.last_mut()
                && last.ends_with('\\')
                && !last.ends_with("\\\\")
            {
                last.pop();
            }
        } else {
            lines.push(std::mem::take(&mut self.line));
        }
        lines
    }
}

/// Appends a piece to an empty line so that it starts no list, heading, quote or rule there.
fn push_at_start(piece: &str, line: &mut String) {
    let number = piece.trim_end_matches(['.', ')']);
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) && number.len() + 1 == piece.len();
    let is_mark =
        piece.starts_with('>') || ['-', '+', '#', '='].into_iter().any(|mark| piece.trim_matches(mark).is_empty());
    if is_number && let Some(mark) = piece.get(number.len()..) {
        line.push_str(number);
        line.push('\\');
        line.push_str(mark);
    } else {
        line.push_str(if is_mark { "\\" } else { "" });
        line.push_str(piece);
    }
}
