import type { JurisdictionCode, TopicCode, UnitId } from '../../kernel/ids.ts';
import type { Satisfaction } from '../../kernel/outcome.ts';

/** Groups are coarse on purpose: a rare channel would point at its one user. */
export const CHANNEL_GROUPS = ['screen', 'voice', 'counter'] as const;
export type ChannelGroup = (typeof CHANNEL_GROUPS)[number];

/** All that a ballot is: no case, no time, nobody. */
export type Ballot = {
  readonly jurisdiction: JurisdictionCode;
  /** HMAC(receipt secret, "ballot/<round>"), 32 bytes: whoever holds the receipt finds and changes their own. */
  readonly key: Uint8Array;
  readonly unit: UnitId;
  readonly topic: TopicCode;
  readonly channelGroup: ChannelGroup;
  readonly score: Satisfaction;
};

/** `urban` of `urban.street.lights`. */
export function topicLevel1(topic: TopicCode): string {
  return topic.split('.')[0] ?? topic;
}

/** Which group a channel belongs to; an unknown one is a screen, the largest group and so the safest. */
export function channelGroupOf(channel: string): ChannelGroup {
  if (channel === 'phone' || channel === 'message') return 'voice';
  if (channel === 'desk' || channel === 'paper' || channel === 'visit') return 'counter';
  return 'screen';
}
