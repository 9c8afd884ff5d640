use std::io;

use bytes::Bytes;

use crate::BoxFuture;

/// What is uploaded: bytes, a file, a reader.
pub trait UploadSource: Send {
    /// The number of bytes in all.
    fn length(&self) -> u64;

    /// The bytes from a place on; `length` of them, which there are. A service may ask for the same bytes again.
    fn read(&mut self, start: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>>;
}

impl UploadSource for Bytes {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&mut self, start: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
        let start = usize::try_from(start).unwrap_or(usize::MAX).min(self.len());
        let end = start.saturating_add(length).min(self.len());
        let bytes = self.slice(start..end);
        Box::pin(async move { Ok(bytes) })
    }
}

impl UploadSource for Vec<u8> {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&mut self, start: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
        let start = usize::try_from(start).unwrap_or(usize::MAX).min(self.len());
        let end = start.saturating_add(length).min(self.len());
        let bytes = Bytes::copy_from_slice(self.get(start..end).unwrap_or_default());
        Box::pin(async move { Ok(bytes) })
    }
}

#[cfg(feature = "tokio")]
mod tokio_sources {
    use std::io::{self, SeekFrom};
    use std::path::Path;

    use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};
    use tokio::fs::File;
    use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncSeekExt as _};

    use super::UploadSource;
    use crate::BoxFuture;

    /// How much is read at once of what is not uploaded any more.
    const SKIPPED_AT_ONCE: usize = 64 << 10;

    /// A file, read piece by piece.
    #[derive(Debug)]
    pub struct FileSource {
        file: File,
        length: u64,
    }

    impl FileSource {
        /// Opens a file.
        ///
        /// # Errors
        /// When it cannot be opened.
        pub async fn open(path: impl AsRef<Path>) -> io::Result<Self> {
            let file = File::open(path).await?;
            let length = file.metadata().await?.len();
            Ok(Self { file, length })
        }
    }

    impl UploadSource for FileSource {
        fn length(&self) -> u64 {
            self.length
        }

        fn read(&mut self, start: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
            Box::pin(async move {
                self.file.seek(SeekFrom::Start(start)).await?;
                let mut bytes = vec![0; length];
                self.file.read_exact(&mut bytes).await?;
                Ok(bytes.into())
            })
        }
    }

    /// A reader of known length that can be read only once, from the beginning of what is uploaded. The last piece is
    /// kept, so that it can be sent again; a service that asks for bytes before it ends the upload with an error. What
    /// a service has already, as when an upload is resumed, is read past.
    #[derive(Debug)]
    pub struct ReaderSource<R> {
        reader: R,
        length: u64,
        /// What was read last, and where it stands in the whole.
        kept: BytesMut,
        start: u64,
    }

    impl<R: AsyncRead + Send + Unpin> ReaderSource<R> {
        /// A reader that gives so many bytes.
        pub fn new(reader: R, length: u64) -> Self {
            Self { reader, length, kept: BytesMut::new(), start: 0 }
        }

        /// Reads some more bytes behind those that are kept. What was read stays there whatever happens to the caller:
        /// nobody can ask the reader for it again.
        async fn fill(&mut self, most: usize) -> io::Result<()> {
            self.kept.reserve(most);
            match self.reader.read_buf(&mut (&mut self.kept).limit(most)).await? {
                0 => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the reader ends before its length")),
                _ => Ok(()),
            }
        }

        /// Gives up what stands before a place.
        async fn skip_to(&mut self, start: u64) -> io::Result<()> {
            loop {
                let Some(before) = start.checked_sub(self.start) else {
                    return Err(io::Error::other("the reader is past the bytes that the service asks for"));
                };
                let before = usize::try_from(before).unwrap_or(usize::MAX);
                let skipped = before.min(self.kept.len());
                self.kept.advance(skipped);
                self.start += skipped as u64;
                match before - skipped {
                    0 => return Ok(()),
                    missing => self.fill(missing.min(SKIPPED_AT_ONCE)).await?,
                }
            }
        }
    }

    impl<R: AsyncRead + Send + Unpin> UploadSource for ReaderSource<R> {
        fn length(&self) -> u64 {
            self.length
        }

        fn read(&mut self, start: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
            Box::pin(async move {
                self.skip_to(start).await?;
                while let Some(missing) = length.checked_sub(self.kept.len()).filter(|missing| *missing > 0) {
                    self.fill(missing).await?;
                }
                Ok(Bytes::copy_from_slice(self.kept.get(..length).unwrap_or_default()))
            })
        }
    }
}

#[cfg(feature = "tokio")]
pub use tokio_sources::{FileSource, ReaderSource};
