//! Reads the CDC's tabular list (`ICD10CM.tabular` XML): chapters, sections
//! and the tree of codes with their notes, as the file nests them.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::tables::data::NoteKind;

/// The tabular list as a tree, parents before children.
#[derive(Debug, Default)]
pub(crate) struct Tabular {
    /// The fiscal year that the list says it is for.
    pub(crate) year: u16,
    /// Chapters and sections.
    pub(crate) blocks: Vec<Block>,
    /// Codes.
    pub(crate) nodes: Vec<Node>,
}

/// A chapter or section.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) parent: Option<usize>,
    pub(crate) notes: Vec<Note>,
}

/// An instructional note.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) kind: NoteKind,
    pub(crate) text: String,
    /// Whether it begins a list of its own; lists of one kind may follow each
    /// other.
    pub(crate) begins: bool,
}

/// A code of the list, header or leaf.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) parent: Option<usize>,
    pub(crate) block: Option<usize>,
    pub(crate) notes: Vec<Note>,
    /// Seventh characters defined here, for everything below.
    pub(crate) seventh: Vec<(char, String)>,
}

/// Where in the XML the reader is.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Block(usize),
    Node(usize),
}

/// The element that the list is.
const ROOT: &str = "ICD10CM.tabular";

/// An element whose text is kept.
enum Leaf {
    Version,
    Name,
    Title,
    Note,
    Seventh(char),
}

/// Reads the XML text.
///
/// # Errors
/// The line and what is wrong there.
pub(crate) fn read(xml: &str) -> Result<Tabular, (u64, String)> {
    let mut reader = Reader::from_str(xml);
    let mut state = Parser::default();
    let mut open: Vec<String> = Vec::new();
    loop {
        let line = |reader: &Reader<&[u8]>| line_of(xml, reader.buffer_position());
        let event = reader
            .read_event()
            .map_err(|error| (line_of(xml, reader.error_position()), error.to_string()))?;
        match event {
            Event::Start(element) => {
                let name = element.name().as_ref().to_owned();
                if open.is_empty() && name != ROOT {
                    let problem = format!("it begins with <{name}>, not <{ROOT}>");
                    return Err((line(&reader), problem));
                }
                open.push(name);
                state.open(&element);
            }
            Event::Text(text) => state.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => match resolve(&reference) {
                Some(c) => state.text.push(c),
                None => {
                    let problem = "an unknown character reference".to_owned();
                    return Err((line(&reader), problem));
                }
            },
            Event::End(element) => {
                open.pop();
                state
                    .close(element.name().as_ref())
                    .map_err(|problem| (line(&reader), problem))?;
            }
            Event::Eof => match open.last() {
                Some(name) => return Err((line(&reader), format!("it ends inside <{name}>"))),
                None => break,
            },
            _ => {}
        }
    }
    whole(state.tabular)
}

/// Refuses a list without its year or without codes.
fn whole(tabular: Tabular) -> Result<Tabular, (u64, String)> {
    if tabular.nodes.is_empty() {
        return Err((1, "no codes in it".to_owned()));
    }
    if tabular.year == 0 {
        return Err((1, "no <version> says its year".to_owned()));
    }
    Ok(tabular)
}

/// The line of a byte, counted from 1.
pub(crate) fn line_of(xml: &str, position: u64) -> u64 {
    let end = usize::try_from(position).unwrap_or(usize::MAX);
    let before = xml.as_bytes().iter().take(end);
    1 + before.filter(|&&b| b == b'\n').count() as u64
}

/// The character that a reference such as `&amp;` or `&#233;` stands for.
pub(crate) fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    match reference.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}

/// An attribute's text.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    Some(attribute.value.as_ref().to_owned())
}

#[derive(Default)]
struct Parser {
    tabular: Tabular,
    stack: Vec<Open>,
    container: Option<NoteKind>,
    /// Whether the list that is open has had no note yet.
    begins: bool,
    in_seventh: bool,
    leaf: Option<Leaf>,
    text: String,
}

impl Parser {
    fn open(&mut self, element: &BytesStart<'_>) {
        self.text.clear();
        match element.name().as_ref() {
            "chapter" => self.open_block(String::new()),
            "section" => self.open_block(attribute(element, "id").unwrap_or_default()),
            "diag" => self.open_node(),
            "sevenChrDef" => self.in_seventh = true,
            "extension" if self.in_seventh => {
                let text = attribute(element, "char").unwrap_or_default();
                self.leaf = text.chars().next().map(Leaf::Seventh);
            }
            "version" => self.leaf = Some(Leaf::Version),
            "name" => self.leaf = Some(Leaf::Name),
            "desc" => self.leaf = Some(Leaf::Title),
            "note" => self.leaf = Some(Leaf::Note),
            other => {
                if let Some(kind) = container(other) {
                    self.container = Some(kind);
                    self.begins = true;
                }
            }
        }
    }

    fn open_block(&mut self, id: String) {
        let parent = self.innermost_block();
        self.stack.push(Open::Block(self.tabular.blocks.len()));
        self.tabular.blocks.push(Block {
            id,
            parent,
            ..Block::default()
        });
    }

    fn open_node(&mut self) {
        let parent = match self.stack.last() {
            Some(Open::Node(node)) => Some(*node),
            _ => None,
        };
        let block = self.innermost_block();
        self.stack.push(Open::Node(self.tabular.nodes.len()));
        self.tabular.nodes.push(Node {
            parent,
            block,
            ..Node::default()
        });
    }

    fn innermost_block(&self) -> Option<usize> {
        self.stack.iter().rev().find_map(|open| match open {
            Open::Block(block) => Some(*block),
            Open::Node(_) => None,
        })
    }

    fn close(&mut self, name: &str) -> Result<(), String> {
        match name {
            "version" => self.keep_year()?,
            "chapter" | "section" | "diag" => {
                self.stack.pop();
            }
            "sevenChrDef" => self.in_seventh = false,
            "name" | "desc" | "note" | "extension" => self.keep_text(),
            other => {
                if container(other).is_some() {
                    self.container = None;
                }
            }
        }
        Ok(())
    }

    fn keep_year(&mut self) -> Result<(), String> {
        self.leaf = None;
        let text = std::mem::take(&mut self.text);
        let year = text.trim().get(..4).and_then(|year| year.parse().ok());
        self.tabular.year =
            year.ok_or_else(|| format!("the version {:?} is no year", text.trim()))?;
        Ok(())
    }

    fn keep_text(&mut self) {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text.clear();
        let (Some(leaf), Some(open)) = (self.leaf.take(), self.stack.last().copied()) else {
            return;
        };
        let kind = match (self.container, self.in_seventh) {
            (Some(kind), _) => Some(kind),
            (None, true) => Some(NoteKind::SeventhCharacter),
            (None, false) => None,
        };
        let begins = matches!(leaf, Leaf::Note) && std::mem::take(&mut self.begins);
        let note = |text| kind.map(|kind| Note { kind, text, begins });
        match open {
            Open::Block(index) => {
                let Some(block) = self.tabular.blocks.get_mut(index) else {
                    return;
                };
                match leaf {
                    Leaf::Name => block.id = text,
                    Leaf::Title => block.title = text,
                    Leaf::Note => block.notes.extend(note(text)),
                    Leaf::Seventh(_) | Leaf::Version => {}
                }
            }
            Open::Node(index) => {
                let Some(node) = self.tabular.nodes.get_mut(index) else {
                    return;
                };
                match leaf {
                    Leaf::Name => node.code = text,
                    Leaf::Title => node.title = text,
                    Leaf::Note => node.notes.extend(note(text)),
                    Leaf::Seventh(character) => node.seventh.push((character, text)),
                    Leaf::Version => {}
                }
            }
        }
    }
}

fn container(element: &str) -> Option<NoteKind> {
    Some(match element {
        "inclusionTerm" => NoteKind::Inclusion,
        "includes" => NoteKind::Includes,
        "excludes1" => NoteKind::Excludes1,
        "excludes2" => NoteKind::Excludes2,
        "codeFirst" => NoteKind::CodeFirst,
        "useAdditionalCode" => NoteKind::UseAdditional,
        "codeAlso" => NoteKind::CodeAlso,
        "sevenChrNote" => NoteKind::SeventhCharacter,
        "notes" => NoteKind::General,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"<ICD10CM.tabular><version>2026</version>
<chapter><name>9</name><desc>Diseases of the &#99;irculatory system</desc>
<sectionIndex><sectionRef first="I10" last="I1A">Hypertensive diseases</sectionRef></sectionIndex>
<section id="I10-I1A"><desc>Hypertensive diseases</desc>
<useAdditionalCode><note>exposure to tobacco smoke (Z77.22)</note></useAdditionalCode>
<diag><name>I11</name><desc>Hypertensive heart &amp; vessel disease</desc>
<includes><note>any condition due to hypertension</note></includes>
<diag><name>I11.9</name><desc>Without failure</desc>
<inclusionTerm><note>Hypertensive heart disease NOS</note></inclusionTerm></diag></diag>
<diag><name>S72</name><desc>Fracture</desc>
<sevenChrNote><note>The appropriate 7th character is to be added</note></sevenChrNote>
<sevenChrDef><extension char="A">initial encounter</extension></sevenChrDef></diag>
</section></chapter></ICD10CM.tabular>"#;

    #[test]
    fn the_tree_keeps_notes_where_they_stand() {
        let tabular = read(SAMPLE).unwrap();
        let [chapter, section] = &tabular.blocks[..] else {
            panic!("a chapter and a section")
        };
        assert_eq!((chapter.id.as_str(), section.id.as_str()), ("9", "I10-I1A"));
        assert_eq!(chapter.title, "Diseases of the circulatory system");
        assert_eq!(section.notes[0].kind, NoteKind::UseAdditional);
        let [i11, i119, s72] = &tabular.nodes[..] else {
            panic!("three codes")
        };
        assert_eq!(i11.title, "Hypertensive heart & vessel disease");
        assert_eq!((i119.parent, i119.block), (Some(0), Some(1)));
        assert_eq!(
            i119.notes,
            [Note {
                kind: NoteKind::Inclusion,
                text: "Hypertensive heart disease NOS".to_owned(),
                begins: true,
            }]
        );
        assert_eq!(s72.seventh, [('A', "initial encounter".to_owned())]);
        assert_eq!(s72.notes[0].kind, NoteKind::SeventhCharacter);
    }

    #[test]
    fn what_is_no_whole_list_is_told_with_its_line() {
        let truncated = SAMPLE.split("</diag>").next().unwrap();
        for (xml, line, told) in [
            (
                "<ICD10CM.tabular>\n<b>\n</ICD10CM.tabular>".to_owned(),
                3,
                "b",
            ),
            (truncated.to_owned(), 9, "it ends inside <diag>"),
            (
                SAMPLE.replace("ICD10CM.tabular", "ICD10CM.index"),
                1,
                "<ICD10CM.index>, not <ICD10CM.tabular>",
            ),
            (
                SAMPLE.replace("<version>2026</version>", ""),
                1,
                "no <version>",
            ),
            (
                SAMPLE.replace("2026", "next year"),
                1,
                "\"next year\" is no year",
            ),
            (
                SAMPLE.replace("&amp;", "&nbsp;"),
                6,
                "unknown character reference",
            ),
            (
                "<ICD10CM.tabular><version>2026</version></ICD10CM.tabular>".to_owned(),
                1,
                "no codes in it",
            ),
            (String::new(), 1, "no codes in it"),
        ] {
            let (at, problem) = read(&xml).unwrap_err();
            assert!(problem.contains(told), "{told}: {problem}");
            assert_eq!(at, line, "{told}");
        }
    }
}
