/** Words as they are compared: however the ears write them down, "Twenty-five." is "twenty five". */
export function bareWords(text: string): string[] {
  return text.toLowerCase().replace(/['’]/g, "").match(/[\p{L}\p{N}]+/gu) ?? [];
}
