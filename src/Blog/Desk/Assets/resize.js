// Makes a picture small enough to be sent and shown, in the browser. What the camera wrote beside it is lost on the way; the server
// removes it besides.

/** Widths that the server keeps, in pixels. */
const widths = [480, 960, 1600];
const widest = 2560;
const quality = 0.82;

/**
 * @typedef {object} Sizes
 * @property {Blob} main the picture, at most 2560 pixels wide
 * @property {Blob[]} smaller the same in smaller, as WebP and in a format that every browser shows
 */

/**
 * The sizes of a picture. What can't be drawn here, or moves, goes as it is: the server knows more formats.
 * @param {File} file
 * @returns {Promise<Sizes>}
 */
export async function sizesOf(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || await moves(file)) return { main: file, smaller: [] };
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return { main: file, smaller: [] };
  }
  try {
    const plain = file.type !== 'image/jpeg' && isSeeThrough(picture) ? 'image/png' : 'image/jpeg';
    const main = picture.width > widest ? await draw(picture, widest, plain) : file;
    const width = Math.min(picture.width, widest);
    const smaller = [];
    for (const small of widths.filter(w => w < width)) {
      const webp = await draw(picture, small, 'image/webp');
      if (webp.type === 'image/webp') smaller.push(webp);
      if (main.type !== 'image/webp') smaller.push(await draw(picture, small, plain));
    }
    return { main, smaller };
  } finally {
    picture.close();
  }
}

// Only the first picture of an animation would be drawn.
async function moves(file) {
  const start = new TextDecoder('latin1').decode(await file.slice(0, 4096).arrayBuffer());
  return file.type === 'image/png' ? start.includes('acTL') : file.type === 'image/webp' && start.includes('ANIM');
}

// A look at a small copy is enough: what is see-through anywhere is so there too, a little.
function isSeeThrough(picture) {
  const context = canvasOf(picture, Math.min(picture.width, 200)).getContext('2d');
  const { data } = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
  for (let at = 3; at < data.length; at += 4) if (data[at] < 250) return true;
  return false;
}

function canvasOf(picture, width) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = Math.max(1, Math.round(picture.height * width / picture.width));
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function draw(picture, width, type) {
  return new Promise((resolve, reject) => {
    canvasOf(picture, width).toBlob(blob => blob ? resolve(blob) : reject(new Error('The picture could not be drawn.')), type, quality);
  });
}
