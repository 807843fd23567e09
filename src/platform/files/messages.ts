import { defineMessages } from '../i18n/index.ts';

/** Why a photo was not taken, and what to do; said beside the photo field, everything typed stays. */
export const photoMessages = defineMessages({
  zh: {
    empty: '这张照片是空的，请重新选一张。',
    'not-a-photo': '这不是照片。请选 JPEG、PNG 或 WebP 格式的照片（手机拍的一般都可以）；文件和视频暂时收不了，请把要点写在文字里。',
    'heic-not-supported': '这张照片是 HEIC 格式，暂时打不开。苹果手机请到“设置—相机—格式”选“兼容性最佳”再拍，或截屏后上传截图。',
    'too-many-pixels': (megapixels: number) => `照片太大了，最多 ${megapixels} 百万像素。请把相机调到标准分辨率再拍，或截屏后上传截图。`,
    'too-large': '照片超过 12 MB，请选小一点的，或截屏后上传截图。',
    damaged: '这张照片已损坏，打不开。请重新选一张，或重新拍一张。',
    busy: '现在传照片的人太多，请过几秒钟再点一次发送；文字都还在。',
  },
  en: {
    empty: 'This photo is empty; please choose it again.',
    'not-a-photo': 'This is not a photo. Choose a JPEG, PNG or WebP photo (phone cameras make these); for documents and videos, please write down what matters.',
    'heic-not-supported': 'This photo is in HEIC format, which we cannot open. On an iPhone choose Settings, Camera, Formats, "Most Compatible" and take it again, or send a screenshot of it.',
    'too-many-pixels': (megapixels: number) => `The photo is too large: at most ${megapixels} megapixels. Set the camera to its standard resolution, or send a screenshot of it.`,
    'too-large': 'The photo is larger than 12 MB; choose a smaller one or send a screenshot of it.',
    damaged: 'This photo is damaged and does not open. Choose another or take it again.',
    busy: 'Many people are sending photos right now; press send again in a few seconds. Your text is still here.',
  },
});
