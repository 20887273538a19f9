/** Name of the image that set-up builds, without its tag. It carries the reference CRM and the stand-ins. */
const VM_IMAGE = 'capacity-vm';

/** Whose image a VM runs: the one that this project builds, or one that the user put in its place. */
export type ImageOwner = 'project' | 'user';

/** Whose an image is, by its name. */
export function ownerOf(image: string): ImageOwner {
  return image.startsWith(`${VM_IMAGE}:`) ? 'project' : 'user';
}
