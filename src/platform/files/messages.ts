import { defineMessages } from '../i18n/index.ts';

/** Why a photo was not taken, and what to do; said beside the photo field, everything typed stays. */
export const photoMessages = defineMessages({
  zh: {
    empty: '这张照片是空的，请重新选一张。',
    'not-a-photo': '这不是照片。请选 JPEG、PNG 或 WebP 格式的照片（手机拍的一般都可以）。',
    document: '这是文件，不是照片：文件里常带着写的人的名字，所以收不了。请把要点写在文字里，或给那一页拍张照片再传。',
    video: '视频收不了。请从视频里截一张图上传，并把要点写在文字里。',
    malware: '这个文件被安全检查认出带有病毒，没有收下。请换一张照片；传文件的手机或电脑也请查一查。',
    'not-checked': '照片的安全检查现在没有回应，所以暂时收不了照片。文字都还在：请先不带照片发送，或过几分钟再试。',
    'heic-not-supported': '这张照片是 HEIC 格式，暂时打不开。苹果手机请到“设置—相机—格式”选“兼容性最佳”再拍，或截屏后上传截图。',
    'too-many-pixels': (megapixels: number) => `照片太大了，最多 ${megapixels} 百万像素。请把相机调到标准分辨率再拍，或截屏后上传截图。`,
    'too-large': '照片超过 12 MB，请选小一点的，或截屏后上传截图。',
    damaged: '这张照片已损坏，打不开。请重新选一张，或重新拍一张。',
    busy: '现在传照片的人太多，请过几秒钟再点一次发送；文字都还在。',
  },
  en: {
    empty: 'This photo is empty; please choose it again.',
    'not-a-photo': 'This is not a photo. Choose a JPEG, PNG or WebP photo (phone cameras make these).',
    document: 'This is a document, not a photo. Documents often carry the name of who wrote them, so we take none: write down what matters, or take a photo of the page and send that.',
    video: 'We cannot take videos. Send a still picture from it, and write down what matters.',
    malware: 'The safety check recognised malware in this file, so it was not taken. Choose another photo, and have the phone or computer it came from checked.',
    'not-checked': 'The safety check for photos does not answer, so no photo can be taken right now. Your text is still here: send it without the photo, or try again in a few minutes.',
    'heic-not-supported': 'This photo is in HEIC format, which we cannot open. On an iPhone choose Settings, Camera, Formats, "Most Compatible" and take it again, or send a screenshot of it.',
    'too-many-pixels': (megapixels: number) => `The photo is too large: at most ${megapixels} megapixels. Set the camera to its standard resolution, or send a screenshot of it.`,
    'too-large': 'The photo is larger than 12 MB; choose a smaller one or send a screenshot of it.',
    damaged: 'This photo is damaged and does not open. Choose another or take it again.',
    busy: 'Many people are sending photos right now; press send again in a few seconds. Your text is still here.',
  },
});
