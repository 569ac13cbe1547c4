import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

/**
 * Writes a picture with a palette, which takes a third of the space.
 *
 * @param {string} file - relative to the repository
 * @param {Buffer} picture
 */
export async function save(file, picture) {
  const png = await sharp(picture).png({ palette: true, effort: 10 }).toBuffer()
  writeFileSync(join(import.meta.dirname, '../..', file), png)
  console.log(`${file} ${Math.round(png.length / 1024)} KB`)
}
